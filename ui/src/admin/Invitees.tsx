import { Button } from '@mantine/core'
import { useState } from 'react'
import { Chip } from '../desk/parts/Chip'
import { Dialog } from '../desk/parts/Dialog'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { LoadFault } from '../desk/parts/LoadFault'
import { ListSkeleton, Table } from '../desk/parts/Table'
import { useSay } from '../desk/parts/toast'
import { When } from '../desk/parts/When'
import { useI18n } from '../i18n/I18n'
import type { TextKey } from '../i18n/keys'
import css from './share.module.css'
import { Section } from './shareParts'
import { type Invitee, useInvitees, useInviteAgain, useUninvite } from './shareQueries'

type Look = Pick<Parameters<typeof Chip>[0], 'tone' | 'glyph'>

const looks: Record<Invitee['state'], Look> = {
  queued: { glyph: 'pending' },
  failed: { tone: 'danger', glyph: 'fail' },
  sent: { tone: 'info', glyph: 'mail' },
  opened: { tone: 'info', glyph: 'eye' },
  started: { tone: 'warn', glyph: 'form' },
  done: { tone: 'success', glyph: 'pass' },
  revoked: { glyph: 'close' },
  closed: { glyph: 'skipped' },
}

/** Their address, and where it may not be read, the reference of their case. */
const called = (of: Invitee): string => `\u2068${of.email || of.reference}\u2069`

/** Asks once more: what was filled in beforehand goes with the invitation. */
function Revoke({ of, pipeline, onClose }: { of: Invitee; pipeline: string; onClose: () => void }) {
  const { t } = useI18n()
  const say = useSay()
  const revoke = useUninvite(pipeline)
  const submit = (): void => revoke.mutate(of.case, {
    onSuccess: () => {
      say(t('share.invitees.revoked'))
      onClose()
    },
  })
  return (
    <Dialog title={t('share.invitees.revokeTitle')} action={t('share.invitees.revoke')} danger busy={revoke.isPending} error={revoke.error} onSubmit={submit} onClose={onClose}>
      <p>{t('share.invitees.revokeText', { email: called(of) })}</p>
    </Dialog>
  )
}

function Row({ of, pipeline, onRevoke }: { of: Invitee; pipeline: string; onRevoke: () => void }) {
  const { t } = useI18n()
  const say = useSay()
  const again = useInviteAgain(pipeline)
  const send = (): void => again.mutate(of.case, { onSuccess: () => say(t('share.invitees.resent', { email: called(of) })) })
  return (
    <tr>
      <th scope="row"><bdi>{of.name || of.email || t(of.withheld ? 'share.invitees.withheld' : 'share.invitees.erased')}</bdi>{of.name && of.email && <><br /><bdi dir="ltr" className={css.mail}>{of.email}</bdi></>}</th>
      <td className={css.whole}><bdi>{of.reference}</bdi></td>
      <td><Chip {...looks[of.state]}>{t(`share.invitees.state.${of.state}` as TextKey)}</Chip></td>
      <td><When at={of.at} />{of.sends > 1 && <div className={css.quiet}>{t('share.invitees.sends', { n: of.sends })}</div>}</td>
      <td>
        <div className={css.row}>
          {of.canResend && <Button size="compact-sm" variant="default" loading={again.isPending} aria-label={`${t('share.invitees.resend')}: ${called(of)}`} onClick={send}>{t('share.invitees.resend')}</Button>}
          {of.canRevoke && <Button size="compact-sm" variant="subtle" color="red" aria-label={`${t('share.invitees.revoke')}: ${called(of)}`} onClick={onRevoke}>{t('share.invitees.revoke')}</Button>}
        </div>
        <FaultNotice error={again.error} />
      </td>
    </tr>
  )
}

/** The people who were invited, and how far each has come. */
export function Invitees({ pipeline }: { pipeline: string }) {
  const { t } = useI18n()
  const list = useInvitees(pipeline)
  const [revokes, setRevokes] = useState<Invitee>()
  const rows = list.data?.pages.flatMap((p) => p.invitations)
  const heads = [t('share.invitees.who'), t('share.invite.reference'), t('share.invite.state'), t('share.invitees.at'), t('share.invitees.acts')]
  return (
    <Section wide id="invitees" title={t('share.invitees')}>
      {!rows && list.error && <LoadFault error={list.error} retry={() => void list.refetch()} />}
      {!rows && !list.error && <ListSkeleton rows={3} />}
      {rows?.length === 0 && <p className={css.quiet}>{t('share.invitees.none')}</p>}
      {rows && rows.length > 0 && <Table label={t('share.invitees')} heads={heads}>{rows.map((i) => <Row key={i.case} of={i} pipeline={pipeline} onRevoke={() => setRevokes(i)} />)}</Table>}
      {list.hasNextPage && <div><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('desk.queue.more')}</Button></div>}
      {revokes && <Revoke of={revokes} pipeline={pipeline} onClose={() => setRevokes(undefined)} />}
    </Section>
  )
}
