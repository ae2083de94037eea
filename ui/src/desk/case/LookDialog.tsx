import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { useLook } from '../query/checks'
import { lookOf, type Wish } from './CheckDialog'
import { useOpenCase } from './context'

const wordsOf = (wish: Wish): 'ask' | 'clear' | 'overrule' | 'own' => (wish.do === 'overrule' && wish.result === 'own' ? 'own' : wish.do)

/** Asks why before something is done about a check; the reason is kept in the timeline. */
export function LookDialog({ check, wish, onClose }: { check: string; wish: Wish; onClose: () => void }) {
  const { t } = useI18n()
  const { id, leave } = useOpenCase()
  const look = useLook(id, check)
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const lacks = reason.trim().length < 3
  const words = wordsOf(wish)
  const submit = (): void => {
    setAsked(true)
    if (lacks) return
    look.mutate(lookOf(wish, reason.trim()), {
      onSuccess: (next) => {
        onClose()
        if ('gone' in next) leave({ title: t(`checks.${words}.do`), stage: '', moved: true })
      },
    })
  }
  return (
    <Dialog title={t(`checks.${words}.title`)} action={t(`checks.${words}.do`)} busy={look.isPending} error={look.error} onSubmit={submit} onClose={onClose}>
      <p>{t(`checks.${words}.text`)}</p>
      <Textarea data-autofocus autosize minRows={2} label={t('checks.reason')} required maxLength={500} value={reason} error={isAsked && lacks && t('checks.reasonMissing')} onChange={(e) => setReason(e.currentTarget.value)} />
    </Dialog>
  )
}
