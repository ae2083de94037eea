import { type FormEvent, useCallback, useState } from 'react'
import { api, ask } from '../api/client'
import { Banner } from '../design/Banner'
import { Button, ButtonRow } from '../design/Button'
import { TextInput } from '../design/Control'
import { describedBy, Field } from '../design/Field'
import { Stack } from '../design/Layout'
import { checkEmail, cleanEmail } from '../fields/email/check'
import { useI18n } from '../i18n/I18n'
import { Failure } from './Failure'
import { useAct } from './useAct'

/**
 * Asks for a link by e-mail, which leads to a place of the application where one is named. The answer is the same whether
 * there is such an application or not.
 */
export function ResumeForm({ pipeline, place }: { pipeline?: string; place?: string }) {
  const { t, locale } = useI18n()
  const [email, setEmail] = useState('')
  const [isWrong, setWrong] = useState(false)
  const [sent, setSent] = useState(false)
  const send = useAct(useCallback(async () => {
    await ask(api.POST('/portal/resume-links', { body: { email: cleanEmail(email), pipeline, locale, to: place } }))
    setSent(true)
  }, [email, pipeline, locale, place]))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const wrong = checkEmail(cleanEmail(email)).length > 0
    setWrong(wrong)
    if (wrong) document.getElementById('resume-email')?.focus()
    else send.run()
  }
  if (sent) return <Banner tone="success" title={t('apply.resume.sentTitle')} role="status"><p>{t('apply.resume.sent', { email: `\u2068${email.trim()}\u2069` })}</p></Banner>
  const frame = { id: 'resume-email', label: t('apply.resume.email'), hint: t('apply.resume.hint'), error: isWrong ? t('fault.email') : undefined, errorPrefix: t('common.error.prefix') }
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        {send.error !== undefined && <Failure error={send.error} />}
        <Field frame={frame}>
          <TextInput
            id={frame.id}
            name="email"
            type="email"
            inputMode="email"
            autoComplete="email"
            dir="ltr"
            spellCheck={false}
            invalid={isWrong}
            aria-describedby={describedBy(frame)}
            value={email}
            onChange={(e) => setEmail(e.currentTarget.value)}
          />
        </Field>
        <ButtonRow><Button type="submit" busy={send.busy}>{t('apply.resume.send')}</Button></ButtonRow>
      </Stack>
    </form>
  )
}
