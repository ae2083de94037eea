import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, idempotencyKey, type Schemas } from '../../api/client'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from './Dialog'
import css from './parts.module.css'
import { useSay } from './toast'
import { When } from './When'
import { WhyButton } from './Why'

type Message = Schemas['Message']

/** What became of a message, in words: why it waits, was not sent or came back, and whether its link was followed. */
export function Fate({ message }: { message: Message }) {
  const { t, find } = useI18n()
  const why = message.reason && find(`messages.reason.${message.reason}`)
  return (
    <>
      {why && <p className={css.fate}>{why}{message.heldUntil && message.state === 'held' && <> · {t('messages.heldUntil')} <When at={message.heldUntil} /></>}</p>}
      {message.state === 'queued' && message.error && <p className={css.fateError}>{t('messages.retrying')}</p>}
      {message.error && <p className={css.fate}>{t('messages.channelSaid', { error: `\u2068${message.error}\u2069` })}</p>}
      {message.openedAt && <p className={css.fate}>{t('messages.opened')} <When at={message.openedAt} /></p>}
    </>
  )
}

const settled: readonly string[] = ['sent', 'delivered', 'bounced', 'failed', 'skipped', 'cancelled']

/** Sends a message once more, for those who may; where it cannot be now, it says why. */
export function Resend({ message }: { message: Message }) {
  const { t } = useI18n()
  const say = useSay()
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const [key] = useState(idempotencyKey)
  const resend = useMutation({
    mutationFn: () => ask(api.POST('/outbox/{message}/resend', { params: { path: { message: message.id }, header: { 'Idempotency-Key': key } } })),
    onSuccess: () => {
      setAsking(false)
      say(t('messages.resent'))
      void client.invalidateQueries()
    },
  })
  if (!settled.includes(message.state) || (!message.mayResend && !message.resendWhy)) return null
  return (
    <>
      <WhyButton size="compact-sm" variant="default" label={t('messages.resendOf', { subject: message.subject })} why={message.mayResend ? undefined : message.resendWhy} onClick={() => setAsking(true)}>{t('messages.resend')}</WhyButton>
      {isAsking && (
        <Dialog title={t('messages.resendOf', { subject: message.subject })} action={t('messages.resend')} busy={resend.isPending} error={resend.error} onSubmit={() => resend.mutate()} onClose={() => setAsking(false)}>
          <p>{t('messages.resendAsk')}</p>
        </Dialog>
      )}
    </>
  )
}
