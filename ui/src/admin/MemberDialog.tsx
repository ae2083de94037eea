import { Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../desk/parts/Dialog'
import { useSay } from '../desk/parts/toast'
import { useRoleNames } from '../desk/query/roles'
import { useMe } from '../desk/session/RequireSession'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { type Member, useAddMember, useChangeMember } from './queries'

const shortest = 12

function useMemberForm(member: Member | undefined, onClose: () => void) {
  const { t } = useI18n()
  const say = useSay()
  const add = useAddMember()
  const change = useChangeMember()
  const [name, setName] = useState(member?.name ?? '')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [roles, setRoles] = useState<readonly string[]>(member?.roles ?? [])
  const [isAsked, setAsked] = useState(false)
  const wrong = { name: !name.trim(), email: !member && !/^\S+@\S+$/.test(email), password: (!member || password !== '') && password.length < shortest }
  const done = (): void => {
    say(t(member ? 'desk.members.changed' : 'desk.members.added', { name: name.trim() }))
    onClose()
  }
  const submit = (): void => {
    setAsked(true)
    if (wrong.name || wrong.email || wrong.password) return
    if (member) change.mutate({ id: member.id, name: name.trim(), roles: [...roles], ...(password && { password }) }, { onSuccess: done })
    else add.mutate({ name: name.trim(), email: email.trim(), password, roles: [...roles] }, { onSuccess: done })
  }
  const fields = { name, setName, email, setEmail, password, setPassword, roles, setRoles }
  return { ...fields, submit, busy: add.isPending || change.isPending, error: add.error ?? change.error, wrong: (k: keyof typeof wrong) => isAsked && wrong[k] }
}

/** Adds a member, or changes the name and roles of one. */
export function MemberDialog({ member, onClose }: { member: Member | undefined; onClose: () => void }) {
  const { t } = useI18n()
  const { roles: known, nameOf } = useRoleNames()
  const form = useMemberForm(member, onClose)
  const isMine = member?.id === useMe().member.id
  const offered = [...new Set([...known, ...form.roles])]
  return (
    <Dialog title={t(member ? 'desk.members.changeTitle' : 'desk.members.add')} action={t(member ? 'desk.save' : 'desk.members.add')} busy={form.busy} error={form.error} onSubmit={form.submit} onClose={onClose}>
      <TextInput data-autofocus label={t('desk.members.name')} required maxLength={100} value={form.name} error={form.wrong('name') && t('desk.members.nameMissing')} onChange={(e) => form.setName(e.currentTarget.value)} />
      {!member && <TextInput label={t('desk.members.email')} type="email" dir="ltr" required maxLength={254} autoComplete="off" value={form.email} error={form.wrong('email') && t('desk.members.emailMissing')} onChange={(e) => form.setEmail(e.currentTarget.value)} />}
      <PasswordInput
        label={t(member ? 'settings.members.newPassword' : 'desk.members.password')}
        description={member ? t('settings.members.newPasswordHint', { n: shortest }) : t('desk.members.passwordHint', { n: shortest })}
        required={!member}
        maxLength={200}
        autoComplete="new-password"
        value={form.password}
        error={form.wrong('password') && t('desk.members.passwordMissing', { n: shortest })}
        onChange={(e) => form.setPassword(e.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('desk.login.show'), tabIndex: 0 }}
      />
      <Checkbox.Group label={t('desk.members.roles')} description={t(isMine ? 'desk.members.rolesMine' : 'desk.members.rolesHint')} value={[...form.roles]} onChange={form.setRoles}>
        <div className={css.choices}>{offered.map((r) => <Checkbox key={r} size="xs" value={r} disabled={isMine} label={nameOf(r)} />)}</div>
      </Checkbox.Group>
    </Dialog>
  )
}
