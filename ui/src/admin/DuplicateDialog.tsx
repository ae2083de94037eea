import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Schemas } from '../api/client'
import { Dialog } from '../desk/parts/Dialog'
import { useSay } from '../desk/parts/toast'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { useI18n } from '../i18n/I18n'
import { type Kind, useDuplicate } from './queries'

const goodKey = /^[a-z][a-z0-9-]{0,59}$/

interface Draft {
  title?: Record<string, string>
  form?: string
  checklist?: string
}

/** What a pipeline uses, which can be copied along. */
const usedBy = ({ kind, draft }: Schemas['Definition']): { kind: Kind; key: string }[] => {
  const { form, checklist } = (draft ?? {}) as Draft
  if (kind !== 'pipeline') return []
  return [...(form ? [{ kind: 'form' as const, key: form }] : []), ...(checklist ? [{ kind: 'checklist' as const, key: checklist }] : [])]
}

function useCopy(definition: Schemas['Definition'], onClose: () => void) {
  const { t, text, locale } = useI18n()
  const say = useSay()
  const navigate = useNavigate()
  const duplicate = useDuplicate(definition.kind, definition.key)
  const own = { kind: definition.kind, key: definition.key }
  const [title, setTitle] = useState(t('settings.copyOf', { title: text((definition.draft as Draft | undefined)?.title) || definition.key }))
  const [keys, setKeys] = useState<Record<string, string>>({ [`${own.kind}/${own.key}`]: `${own.key}-copy`.slice(0, 60) })
  const [policies, setPolicies] = useState(true)
  const [wasSent, setSent] = useState(false)
  const bad = Object.values(keys).some((key) => !goodKey.test(key))
  const submit = (mayPolicies: boolean): void => {
    setSent(true)
    if (bad) return
    duplicate.mutate({ keys, title: { [locale]: title.trim() }, policies: mayPolicies && policies }, {
      onSuccess: () => {
        say(t('settings.duplicated', { title }))
        onClose()
        void navigate(`/builder/${own.kind}/${keys[`${own.kind}/${own.key}`] ?? ''}`)
      },
    })
  }
  return { own, title, setTitle, keys, setKeys, policies, setPolicies, wasSent, submit, duplicate }
}

/** Makes a copy of a definition under a new key, with what it uses if wanted. */
export function DuplicateDialog({ definition, onClose }: { definition: Schemas['Definition']; onClose: () => void }) {
  const { t } = useI18n()
  const copy = useCopy(definition, onClose)
  const { own, keys, setKeys } = copy
  const ownId = `${own.kind}/${own.key}`
  const canPolicies = may(useMe(), 'policy', 'manage')
  const keyInput = (id: string, label: string) => (
    <TextInput key={id} label={label} dir="ltr" maxLength={60} value={keys[id] ?? ''} error={copy.wasSent && !goodKey.test(keys[id] ?? '') && t('settings.keyBad')} onChange={(e) => setKeys({ ...keys, [id]: e.currentTarget.value })} />
  )
  const toggle = (id: string, key: string, on: boolean): void => {
    const { [id]: _gone, ...rest } = keys
    setKeys(on ? { ...rest, [id]: `${key}-copy`.slice(0, 60) } : rest)
  }
  return (
    <Dialog title={t('settings.duplicateTitle')} action={t('settings.duplicate')} busy={copy.duplicate.isPending} error={copy.duplicate.error} onSubmit={() => copy.submit(canPolicies)} onClose={onClose}>
      <TextInput data-autofocus label={t('settings.title')} maxLength={200} value={copy.title} onChange={(e) => copy.setTitle(e.currentTarget.value)} />
      {keyInput(ownId, t('settings.key'))}
      {usedBy(definition).map(({ kind, key }) => {
        const id = `${kind}/${key}`
        return (
          <div key={id}>
            <Checkbox checked={id in keys} label={t(`settings.also.${kind === 'form' ? 'form' : 'checklist'}`)} description={t('settings.alsoText')} onChange={(e) => toggle(id, key, e.currentTarget.checked)} />
            {id in keys && keyInput(id, t(`settings.keyOf.${kind === 'form' ? 'form' : 'checklist'}`))}
          </div>
        )
      })}
      {canPolicies && <Checkbox checked={copy.policies} label={t('settings.policies')} description={t('settings.policiesText')} onChange={(e) => copy.setPolicies(e.currentTarget.checked)} />}
      <p>{t('settings.draftText')}</p>
    </Dialog>
  )
}
