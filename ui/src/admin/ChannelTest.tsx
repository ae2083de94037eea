import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, FaultError, type Schemas } from '../api/client'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { Tested } from '../desk/parts/Tested'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'

const useTest = () => useMutation({ mutationFn: (body: Schemas['TestMessage']) => ask(api.POST('/messages/test', { body })) })

/** Sends an e-mail to oneself, over the real channel. */
export function MailTest() {
  const { t, locale } = useI18n()
  const test = useTest()
  return (
    <>
      <div><Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate({ subject: t('system.testSubject'), body: t('system.testBody'), locale, channel: 'email' })}>{t('system.testMail')}</Button></div>
      <Tested test={test.data} />
      <FaultNotice error={test.error} />
    </>
  )
}

/** Sends a text message to a number, over the real channel. */
export function SmsTest() {
  const { t, locale } = useI18n()
  const test = useTest()
  const [to, setTo] = useState('')
  const wrong = test.error instanceof FaultError ? test.error.fault.violations?.find((v) => v.path === '/to')?.message : undefined
  const send = (): void => test.mutate({ subject: t('system.testSubject'), body: t('system.testSmsBody'), locale, channel: 'sms', to: to.replace(/[\s().-]/g, '') })
  return (
    <div className={css.tests}>
      <TextInput type="tel" dir="ltr" label={t('system.testSmsTo')} description={t('system.testSmsHint')} maxLength={30} value={to} error={wrong} onChange={(e) => setTo(e.currentTarget.value)} />
      <div><Button size="compact-sm" variant="default" loading={test.isPending} onClick={send}>{t('system.testSms')}</Button></div>
      <Tested test={test.data} />
      {!wrong && <FaultNotice error={test.error} />}
    </div>
  )
}
