import { Button } from '@mantine/core'
import { useState } from 'react'
import { Chip } from '../desk/parts/Chip'
import { tell } from '../desk/parts/fault'
import { Glyph } from '../desk/parts/Glyph'
import { LoadFault } from '../desk/parts/LoadFault'
import { once } from '../desk/parts/once'
import { PageHead } from '../desk/parts/PageHead'
import { ListSkeleton, Table } from '../desk/parts/Table'
import { useSay } from '../desk/parts/toast'
import { useRoleNames } from '../desk/query/roles'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { MemberDialog } from './MemberDialog'
import { type Member, useChangeMember, useMembers } from './queries'

interface LineProps {
  member: Member
  canChange: boolean
  onChange: () => void
}

function Line({ member, canChange, onChange }: LineProps) {
  const i18n = useI18n()
  const { t } = i18n
  const me = useMe().member
  const { nameOf } = useRoleNames()
  const say = useSay()
  const change = useChangeMember()
  const toggle = (): void =>
    change.mutate({ id: member.id, active: !member.active }, {
      onSuccess: () => say(t(member.active ? 'desk.members.deactivated' : 'desk.members.activated', { name: member.name })),
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
              <Button variant="default" size="compact-xs" loading={change.isPending} aria-label={t(member.active ? 'desk.members.deactivateOf' : 'desk.members.activateOf', { name: member.name })} onClick={once(toggle)}>
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
  const { t } = useI18n()
  const { data, error, refetch } = useMembers()
  const canChange = may(useMe(), 'member', 'manage')
  const [edited, setEdited] = useState<Member | 'new'>()
  const heads = [t('desk.members.name'), t('desk.members.email'), t('desk.members.roles'), t('desk.members.state'), ...(canChange ? [t('desk.members.actions')] : [])]
  return (
    <>
      <PageHead title={t('desk.members.title')} note={t('desk.members.note')}>
        {canChange && <Button leftSection={<Glyph name="plus" />} onClick={() => setEdited('new')}>{t('desk.members.add')}</Button>}
      </PageHead>
      {!data && error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton /> : null}
      {data && (
        <Table label={t('desk.members.title')} heads={heads}>
          {data.map((m) => <Line key={m.id} member={m} canChange={canChange} onChange={() => setEdited(m)} />)}
        </Table>
      )}
      {edited && <MemberDialog member={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />}
    </>
  )
}
