import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { useReveal } from '../query/cases'
import { useOpenCase } from './context'

interface RevealDialogProps {
  path: string
  label: string
  onValue: (value: unknown) => void
  onClose: () => void
}

const shortest = 3

/** Asks why before a hidden answer is shown; the reason is kept in the timeline. */
export function RevealDialog({ path, label, onValue, onClose }: RevealDialogProps) {
  const { t } = useI18n()
  const { id } = useOpenCase()
  const reveal = useReveal(id)
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const lacks = reason.trim().length < shortest
  const submit = (): void => {
    setAsked(true)
    if (!lacks) reveal.mutate({ path, reason: reason.trim() }, { onSuccess: (r) => onValue(r.value) })
  }
  return (
    <Dialog title={t('desk.reveal.title', { item: label })} action={t('desk.reveal.show')} busy={reveal.isPending} error={reveal.error} onSubmit={submit} onClose={onClose}>
      <p>{t('desk.reveal.text')}</p>
      <TextInput data-autofocus label={t('desk.reveal.reason')} required maxLength={500} value={reason} error={isAsked && lacks && t('desk.reveal.reasonMissing')} onChange={(e) => setReason(e.currentTarget.value)} />
    </Dialog>
  )
}
