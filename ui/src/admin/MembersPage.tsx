import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Chip } from '../desk/parts/Chip'
import { Dialog } from '../desk/parts/Dialog'
import { tell } from '../desk/parts/fault'
import { Glyph } from '../desk/parts/Glyph'
import { LoadFault } from '../desk/parts/LoadFault'
import { once } from '../desk/parts/once'
import { PageHead } from '../desk/parts/PageHead'
import { ListSkeleton, Table } from '../desk/parts/Table'
import { useSay } from '../desk/parts/toast'
import { useRoleNames } from '../desk/query/roles'
import { Waiting } from '../desk/parts/Waiting'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { MoreTexts, useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { MemberDialog } from './MemberDialog'
import { type Member, useChangeMember, useMembers } from './queries'
import { loadSettingTexts } from './texts'
import { folded } from '../desk/shell/search'

interface LineProps {
  member: Member
  canChange: boolean
  onChange: () => void
  onDeactivate: () => void
}

/** Says what it means that somebody is no longer active, before it is so. */
function DeactivateDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t, list } = useI18n()
  const { nameOf } = useRoleNames()
  const say = useSay()
  const change = useChangeMember()
  const submit = (): void =>
    change.mutate({ id: member.id, active: false }, {
      onSuccess: () => {
        say(t('desk.members.deactivated', { name: member.name }))
        onClose()
      },
    })
  return (
    <Dialog danger title={t('settings.deactivate.title', { name: member.name })} action={t('desk.members.deactivate')} busy={change.isPending} error={change.error} onSubmit={submit} onClose={onClose}>
      <ul className={css.means}>
        <li>{t('settings.deactivate.login')}</li>
        <li>{t('settings.deactivate.cases')}</li>
        <li>{t('settings.deactivate.kept')}</li>
        {member.roles.length > 0 && <li>{t('settings.deactivate.roles', { roles: list(member.roles.map(nameOf)) })}</li>}
      </ul>
    </Dialog>
  )
}

function Line({ member, canChange, onChange, onDeactivate }: LineProps) {
  const i18n = useI18n()
  const { t } = i18n
  const me = useMe().member
  const { nameOf } = useRoleNames()
  const say = useSay()
  const change = useChangeMember()
  const activate = (): void =>
    change.mutate({ id: member.id, active: true }, {
      onSuccess: () => say(t('desk.members.activated', { name: member.name })),
      onError: (e) => say(tell(e, i18n).message, { tone: 'danger' }),
    })
  return (
    <tr>
      <th scope="row"><bdi>{member.name}</bdi>{member.id === me.id && <span className={css.quiet}> {t('desk.members.you')}</span>}</th>
      <td><bdi dir="ltr">{member.email}</bdi></td>
      <td>{member.roles.map(nameOf).join(', ') || <span className={css.quiet}>{t('desk.members.noRoles')}</span>}</td>
      <td>{member.active ? <Chip tone="success" glyph="pass">{t('desk.members.active')}</Chip> : <Chip glyph="skipped">{t('desk.members.inactive')}</Chip>}</td>
      {canChange && (
        <td>
          <span className={css.rowActions}>
            <Button variant="default" size="compact-xs" aria-label={t('desk.members.changeOf', { name: member.name })} onClick={onChange}>{t('desk.members.change')}</Button>
            {member.id !== me.id && (
              <Button variant="default" size="compact-xs" loading={change.isPending} aria-label={t(member.active ? 'desk.members.deactivateOf' : 'desk.members.activateOf', { name: member.name })} onClick={once(member.active ? onDeactivate : activate)}>
                {t(member.active ? 'desk.members.deactivate' : 'desk.members.activate')}
              </Button>
            )}
          </span>
        </td>
      )}
    </tr>
  )
}

/** Who works here, in which roles. */
export function MembersPage() {
  return <MoreTexts load={loadSettingTexts} waiting={<Waiting />}><Page /></MoreTexts>
}

function Page() {
  const { t } = useI18n()
  const { data, error, refetch } = useMembers()
  const canChange = may(useMe(), 'member', 'manage')
  const [edited, setEdited] = useState<Member | 'new'>()
  const [leaving, setLeaving] = useState<Member>()
  const { nameOf } = useRoleNames()
  const [search, setSearch] = useState('')
  const wanted = folded(search.trim())
  const shown = (data ?? []).filter((m) => folded([m.name, m.email, ...m.roles.map(nameOf)].join(' ')).includes(wanted))
  const heads = [t('desk.members.name'), t('desk.members.email'), t('desk.members.roles'), t('desk.members.state'), ...(canChange ? [t('desk.members.actions')] : [])]
  return (
    <>
      <PageHead title={t('desk.members.title')} note={t('desk.members.note')}>
        {canChange && <Button leftSection={<Glyph name="plus" />} onClick={() => setEdited('new')}>{t('desk.members.add')}</Button>}
      </PageHead>
      {!data && error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton /> : null}
      {data && (
        <>
          <div className={css.toolbar}>
            <TextInput type="search" className={css.grow} aria-label={t('settings.members.search')} placeholder={t('settings.members.search')} leftSection={<Glyph name="search" />} value={search} onChange={(e) => setSearch(e.currentTarget.value)} />
            <span className={css.quiet} role="status">{t('settings.members.count', { n: shown.length })}</span>
          </div>
          <Table label={t('desk.members.title')} heads={heads}>
            {shown.map((m) => <Line key={m.id} member={m} canChange={canChange} onChange={() => setEdited(m)} onDeactivate={() => setLeaving(m)} />)}
          </Table>
        </>
      )}
      {leaving && <DeactivateDialog member={leaving} onClose={() => setLeaving(undefined)} />}
      {edited && <MemberDialog member={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />}
    </>
  )
}
