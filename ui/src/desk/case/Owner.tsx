import { useEffect, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { tell } from '../parts/fault'
import { useNames } from '../parts/names'
import { Notice } from '../parts/Notice'
import { useSay } from '../parts/toast'
import { useTimes } from '../parts/When'
import { WhyButton } from '../parts/Why'
import { useClaim } from '../query/cases'
import { useMark, useTakeOver } from '../query/inbox'
import inbox from '../queue/inbox.module.css'
import { useMe } from '../session/RequireSession'
import { useShortcuts } from '../shell/shortcuts'
import { AssignDialog } from './AssignDialog'
import css from './case.module.css'
import { useOpenCase } from './context'
import { useMay } from './may'

/** Says what it means to take a case from a colleague before it is so. */
function TakeOverDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useI18n()
  const { id } = useOpenCase()
  const say = useSay()
  const take = useTakeOver(id)
  const submit = (): void =>
    take.mutate(undefined, {
      onSuccess: () => {
        say(t('inbox.takeover.done'))
        onClose()
      },
    })
  return (
    <Dialog title={t('inbox.takeover.title', { name })} action={t('inbox.takeover')} busy={take.isPending} error={take.error} onSubmit={submit} onClose={onClose}>
      <p>{t('inbox.takeover.text', { name })}</p>
    </Dialog>
  )
}

function TakeOver({ name }: { name: string }) {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <WhyButton variant="default" size="compact-sm" onClick={() => setOpen(true)}>{t('inbox.takeover')}</WhyButton>
      {isOpen && <TakeOverDialog name={name} onClose={() => setOpen(false)} />}
    </>
  )
}

/** A case that a colleague works on says so before anybody begins something else with it. */
export function Held() {
  const { t } = useI18n()
  const { file } = useOpenCase()
  const { member } = useMe()
  const nameOf = useNames(file.people)
  const owner = file.row.assignee
  if (!owner || owner === member.id) return null
  const may = file.may.includes('takeover')
  return (
    <div className={inbox.held}>
      <Notice tone="info" glyph="hidden" role="status" title={t('inbox.held.title', { name: nameOf(owner) })}>
        <div className={inbox.heldBody}>
          <span>{t(may ? 'inbox.held.may' : 'inbox.held.mayNot')}</span>
          {may && <TakeOver name={nameOf(owner)} />}
        </div>
      </Notice>
    </div>
  )
}

/** Who works on the case and since when; to take, to give back, to give to a colleague. */
export function Owner() {
  const i18n = useI18n()
  const { t } = i18n
  const { id, file } = useOpenCase()
  const { member } = useMe()
  const say = useSay()
  const times = useTimes()
  const nameOf = useNames(file.people)
  const may = useMay()
  const claim = useClaim(id)
  const [isAssigning, setAssigning] = useState(false)
  const { assignee: owner = '', claimedAt } = file.row
  const isMine = owner === member.id
  const canChange = isMine || !owner
  const why = may('claim')
  const mayAssign = !may('assign')
  const change = (take: boolean): void =>
    claim.mutate(take, {
      onSuccess: () => say(t(take ? 'desk.claim.taken' : 'desk.claim.given')),
      onError: (e) => say(tell(e, i18n).message, { tone: 'danger' }),
    })
  useShortcuts([
    { keys: 'c', label: t(isMine ? 'desk.claim.release' : 'desk.claim.take'), run: () => canChange && !why && change(!isMine) },
    ...(mayAssign ? [{ keys: 'A', label: t('inbox.assign'), run: () => setAssigning(true) }] : []),
  ])
  return (
    <span className={css.owner}>
      <span>{isMine ? t('desk.claim.mine') : owner ? <bdi>{nameOf(owner)}</bdi> : t('desk.claim.nobody')}</span>
      {owner && claimedAt && <time className={css.quiet} dateTime={claimedAt} title={times.exact(claimedAt)}>{t('inbox.since', { time: i18n.dateTime(claimedAt) })}</time>}
      {canChange && (
        <WhyButton variant="subtle" size="compact-xs" why={why} busy={claim.isPending} onClick={() => change(!isMine)}>{t(isMine ? 'desk.claim.release' : 'desk.claim.take')}</WhyButton>
      )}
      {mayAssign && <WhyButton variant="subtle" size="compact-xs" onClick={() => setAssigning(true)}>{t('inbox.assign')}</WhyButton>}
      {isAssigning && <AssignDialog id={id} assignee={owner} nameOf={nameOf} onClose={() => setAssigning(false)} />}
    </span>
  )
}

/** What is before one's eyes is read, also what happens meanwhile. */
export function useRead(id: string, revision: number): void {
  const { mutate } = useMark()
  useEffect(() => {
    if (revision >= 0) mutate({ id, read: true })
  }, [mutate, id, revision])
}
