import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../desk/parts/Dialog'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import type { Policy } from './judge'
import { allow, forbid } from './rules'
import type { Screen } from './screen'
import { rightsOf } from './words'

function AddDialog({ first, onClose, draft, areas, words }: Screen & { first: string; onClose: () => void }) {
  const { t } = useI18n()
  const [policy, set] = useState<Policy>({ role: first || draft.rules.roles[0]?.key || '', object: '', verb: '', effect: 'allow' })
  const [wasSent, setSent] = useState(false)
  const change = (part: Partial<Policy>): void => set({ ...policy, ...part })
  const missing = (value: string): string | undefined => (wasSent && (!value.trim() || /[\s|]/.test(value.trim())) ? t('policies.list.missing') : undefined)
  const right = { object: policy.object.trim(), verb: policy.verb.trim() }
  const submit = (): void => {
    setSent(true)
    if ([right.object, right.verb].some((v) => !v || /[\s|]/.test(v))) return
    const params = { role: words.role(policy.role), right: words.right(right) }
    draft.change({ key: policy.effect === 'allow' ? 'policies.step.allow' : 'policies.step.forbid', params }, (policy.effect === 'allow' ? allow : forbid)(draft.rules, policy.role, right))
    onClose()
  }
  const objects = [...new Set(rightsOf(areas).map((r) => r.object))]
  return (
    <Dialog title={t('policies.list.add')} action={t('policies.list.add')} busy={false} onSubmit={submit} onClose={onClose}>
      <NativeSelect data-autofocus label={t('policies.role')} value={policy.role} onChange={(e) => change({ role: e.currentTarget.value })}>
        {draft.rules.roles.map((r) => <option key={r.key} value={r.key}>{words.role(r.key)}</option>)}
      </NativeSelect>
      <NativeSelect label={t('desk.policies.effect')} value={policy.effect} onChange={(e) => change({ effect: e.currentTarget.value === 'deny' ? 'deny' : 'allow' })}>
        <option value="allow">{t('desk.policies.allow')}</option>
        <option value="deny">{t('desk.policies.deny')}</option>
      </NativeSelect>
      <TextInput label={t('desk.policies.object')} description={t('policies.list.objectHint')} dir="ltr" list="policy-objects" maxLength={200} value={policy.object} error={missing(policy.object)} onChange={(e) => change({ object: e.currentTarget.value })} />
      <datalist id="policy-objects">{objects.map((o) => <option key={o} value={o}>{words.place(o)}</option>)}</datalist>
      <TextInput label={t('desk.policies.verb')} description={t('policies.list.verbHint')} dir="ltr" maxLength={60} value={policy.verb} error={missing(policy.verb)} onChange={(e) => change({ verb: e.currentTarget.value })} />
    </Dialog>
  )
}

/** Adds a policy as it is written, with patterns. */
export function AddPolicy({ role, ...screen }: Screen & { role: string }) {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => setOpen(true)}>{t('policies.list.add')}</Button>
      {isOpen && <AddDialog {...screen} first={role} onClose={() => setOpen(false)} />}
    </>
  )
}
