import { type FormEvent, useCallback, useState } from 'react'
import { api, ask } from '../../api/client'
import { Banner } from '../../design/Banner'
import { Button, ButtonRow } from '../../design/Button'
import { Choice, ChoiceList } from '../../design/Choice'
import { TextArea } from '../../design/Control'
import { Field, Fieldset } from '../../design/Field'
import { Stack } from '../../design/Layout'
import { useI18n } from '../../i18n/I18n'
import type { TextKey } from '../../i18n/keys'
import { Failure } from '../Failure'
import { useAct } from '../useAct'

const scores = [5, 4, 3, 2, 1] as const

/** One question about how it went, at the end or on the way out. */
export function Feedback({ moment, onGiven }: { moment: 'end' | 'exit'; onGiven?: () => void }) {
  const { t } = useI18n()
  const [score, setScore] = useState<number>()
  const [words, setWords] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [isGiven, setGiven] = useState(false)
  const { busy, error, run } = useAct(useCallback(async () => {
    await ask(api.PUT('/portal/case/feedback', { body: { score: score ?? 0, words: words.trim() || undefined, moment } }))
    setGiven(true)
    onGiven?.()
  }, [score, words, moment, onGiven]))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setMissing(score === undefined)
    if (score !== undefined) run()
    else document.getElementById('feedback-5')?.focus()
  }
  if (isGiven) return <Banner tone="success" role="status"><p>{t('checklist.feedback.thanks')}</p></Banner>
  const frame = {
    id: 'feedback', label: t('checklist.feedback.title'), hint: t('checklist.feedback.hint'),
    error: isMissing ? t('checklist.feedback.missing') : undefined, errorPrefix: t('common.error.prefix'),
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Fieldset frame={frame}>
          <ChoiceList>
            {scores.map((n) => (
              <Choice key={n} kind="radio" id={`feedback-${n}`} name="feedback" value={String(n)} checked={score === n} invalid={isMissing} onChange={() => setScore(n)}>
                {t(`checklist.feedback.${n}` as TextKey)}
              </Choice>
            ))}
          </ChoiceList>
        </Fieldset>
        {score !== undefined && (
          <Field frame={{ id: 'feedback-words', label: t('checklist.feedback.words'), optional: t('common.optional') }}>
            <TextArea id="feedback-words" rows={3} maxLength={2000} dir="auto" value={words} onChange={(e) => setWords(e.currentTarget.value)} />
          </Field>
        )}
        {error !== undefined && <Failure error={error} />}
        <ButtonRow><Button kind="secondary" type="submit" busy={busy}>{t('checklist.feedback.send')}</Button></ButtonRow>
      </Stack>
    </form>
  )
}
