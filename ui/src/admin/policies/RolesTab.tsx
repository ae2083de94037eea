import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../desk/parts/Dialog'
import { Glyph } from '../../desk/parts/Glyph'
import { Notice } from '../../desk/parts/Notice'
import { Body, Table } from '../../desk/parts/Table'
import { useI18n } from '../../i18n/I18n'
import { type Member, useMembers } from '../queries'
import type { Role } from './judge'
import css from './policies.module.css'
import { addRole, changeRole, copyRole, removeRole } from './rules'
import type { Screen } from './screen'

/** A key made of a name: "Risk team" is risk_team. */
const keyFrom = (name: string): string =>
  name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 40)

const goodKey = /^[a-z][a-z0-9_]{0,39}$/

function useRoleForm({ draft }: Screen, role: Role | undefined) {
  const { t, locale, text } = useI18n()
  const [name, setName] = useState(role ? text(role.name) : '')
  const [description, setDescription] = useState(role ? text(role.description) : '')
  const [ownKey, setOwnKey] = useState<string>()
  const [from, setFrom] = useState('')
  const [wasSent, setSent] = useState(false)
  const key = role?.key ?? ownKey ?? keyFrom(name)
  const isTaken = !role && draft.rules.roles.some((r) => r.key === key)
  const faults = {
    name: name.trim() ? undefined : t('policies.role.nameMissing'),
    key: isTaken ? t('policies.role.keyTaken') : goodKey.test(key) ? undefined : t('policies.role.keyBad'),
  }
  const submit = (done: () => void): void => {
    setSent(true)
    if (faults.name || faults.key) return
    const said = { ...role?.description, [locale]: description.trim() }
    const next: Role = { key, name: { ...role?.name, [locale]: name.trim() }, ...(description.trim() || role?.description ? { description: said } : {}) }
    const params = { role: name.trim() }
    if (role) draft.change({ key: 'policies.step.change', params }, changeRole(draft.rules, next))
    else draft.change({ key: 'policies.step.add', params }, from ? copyRole(draft.rules, from, next) : addRole(draft.rules, next))
    done()
  }
  const wrong = (k: keyof typeof faults): string | undefined => (wasSent || (k === 'key' && isTaken) ? faults[k] : undefined)
  return { name, setName, description, setDescription, key, setOwnKey, from, setFrom, wrong, submit }
}

function RoleDialog({ role, onClose, ...screen }: Screen & { role: Role | undefined; onClose: () => void }) {
  const { t, text } = useI18n()
  const form = useRoleForm(screen, role)
  return (
    <Dialog title={t(role ? 'policies.role.changeTitle' : 'policies.role.add')} action={t(role ? 'policies.apply' : 'policies.role.add')} busy={false} onSubmit={() => form.submit(onClose)} onClose={onClose}>
      <TextInput data-autofocus label={t('policies.role.name')} maxLength={60} value={form.name} error={form.wrong('name')} onChange={(e) => form.setName(e.currentTarget.value)} />
      <Textarea label={t('policies.role.description')} description={t('policies.role.descriptionHint')} maxLength={500} autosize minRows={2} value={form.description} onChange={(e) => form.setDescription(e.currentTarget.value)} />
      {!role && (
        <>
          <TextInput label={t('policies.role.key')} description={t('policies.role.keyHint')} dir="ltr" maxLength={40} value={form.key} error={form.wrong('key')} onChange={(e) => form.setOwnKey(e.currentTarget.value)} />
          <NativeSelect label={t('policies.role.from')} value={form.from} onChange={(e) => form.setFrom(e.currentTarget.value)}>
            <option value="">{t('policies.role.fromNothing')}</option>
            {screen.draft.rules.roles.map((r) => <option key={r.key} value={r.key}>{text(r.name) || r.key}</option>)}
          </NativeSelect>
        </>
      )}
    </Dialog>
  )
}

function DeleteDialog({ role, members, onClose, draft, words }: Screen & { role: Role; members: readonly Member[]; onClose: () => void }) {
  const { t, list } = useI18n()
  const policies = draft.rules.policies.filter((p) => p.role === role.key).length
  const name = words.role(role.key)
  const submit = (): void => {
    draft.change({ key: 'policies.step.delete', params: { role: name } }, removeRole(draft.rules, role.key))
    onClose()
  }
  return (
    <Dialog danger title={t('policies.role.deleteTitle', { role: name })} action={t('policies.role.delete')} busy={false} onSubmit={submit} onClose={onClose}>
      <p>{t('policies.role.deletePolicies', { n: policies })}</p>
      {members.length > 0 && <Notice tone="warn" title={t('policies.role.deleteMembers', { n: members.length })}><p>{list(members.map((m) => m.name))}</p></Notice>}
      <p>{t('policies.role.deleteText')}</p>
    </Dialog>
  )
}

/** The roles: what they are for, who has them, how much they may. */
export function RolesTab(screen: Screen) {
  const { t, text, list } = useI18n()
  const { data: members = [] } = useMembers()
  const [edited, setEdited] = useState<Role | 'new'>()
  const [deleted, setDeleted] = useState<Role>()
  const { draft, words, canChange } = screen
  const withRole = (key: string): Member[] => members.filter((m) => m.roles.includes(key))
  const heads = [t('policies.role'), t('policies.role.description'), t('policies.role.members'), t('policies.role.policies'), ...(canChange ? [t('policies.role.actions')] : [])]
  return (
    <>
      {canChange && <div className={css.tools}><Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => setEdited('new')}>{t('policies.role.add')}</Button></div>}
      {draft.rules.roles.length === 0 && <Body><p>{t('policies.role.none')}</p></Body>}
      <Table label={t('policies.tab.roles')} heads={heads}>
        {draft.rules.roles.map((r) => (
          <tr key={r.key}>
            <th scope="row"><bdi>{text(r.name) || r.key}</bdi> <code dir="ltr" className={css.code}>{r.key}</code></th>
            <td>{text(r.description)}</td>
            <td>{list(withRole(r.key).map((m) => m.name)) || t('policies.role.nobody')}</td>
            <td>{t('policies.count', { n: draft.rules.policies.filter((p) => p.role === r.key).length })}</td>
            {canChange && (
              <td>
                <span className={css.actions}>
                  <Button variant="default" size="compact-xs" aria-label={t('policies.role.changeOf', { role: words.role(r.key) })} onClick={() => setEdited(r)}>{t('policies.role.change')}</Button>
                  <Button variant="default" size="compact-xs" aria-label={t('policies.role.deleteOf', { role: words.role(r.key) })} onClick={() => setDeleted(r)}>{t('policies.role.delete')}</Button>
                </span>
              </td>
            )}
          </tr>
        ))}
      </Table>
      {edited && <RoleDialog {...screen} role={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />}
      {deleted && <DeleteDialog {...screen} role={deleted} members={withRole(deleted.key)} onClose={() => setDeleted(undefined)} />}
    </>
  )
}
