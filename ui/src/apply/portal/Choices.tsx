import { useCallback, useState } from 'react'
import { api, ask } from '../../api/client'
import { Banner } from '../../design/Banner'
import { Button, ButtonRow } from '../../design/Button'
import { Stack } from '../../design/Layout'
import { useI18n } from '../../i18n/I18n'
import { type Case, useCase } from '../caseContext'
import { Failure } from '../Failure'
import { writePending } from '../pending'
import { navigate, to } from '../router'
import { useAct } from '../useAct'

/** Reminders, as the applicant wants them. */
function Reminders({ current }: { current: Case }) {
  const { t } = useI18n()
  const { take } = useCase()
  const isOff = current.optedOut === true
  const { busy, error, run } = useAct(useCallback(async () => {
    take(await ask(api.PUT('/portal/case/reminders', { body: { stopped: !isOff } })))
  }, [isOff, take]))
  return (
    <Stack>
      <p role="status">{t(isOff ? 'checklist.remind.off' : 'checklist.remind.on')}</p>
      {error !== undefined && <Failure error={error} />}
      <ButtonRow><Button kind="secondary" busy={busy} onClick={run}>{t(isOff ? 'checklist.remind.start' : 'checklist.remind.stop')}</Button></ButtonRow>
    </Stack>
  )
}

/** Throwing the draft away, asked once more. */
function Discard({ current }: { current: Case }) {
  const { t } = useI18n()
  const { lose } = useCase()
  const [isAsked, setAsked] = useState(false)
  const { busy, error, run } = useAct(useCallback(async (key: string) => {
    await ask(api.POST('/portal/case/discard', { params: { header: { 'Idempotency-Key': key } } }))
    writePending(current.id, {})
    lose()
    navigate(to.discarded())
  }, [current.id, lose]))
  if (!isAsked) return <ButtonRow><Button kind="quiet" onClick={() => setAsked(true)}>{t('checklist.discard.open')}</Button></ButtonRow>
  return (
    <Banner tone="warn" role="alert" title={t('checklist.discard.title')}>
      <Stack>
        <p>{t('checklist.discard.text', { reference: `\u2068${current.reference}\u2069` })}</p>
        {error !== undefined && <Failure error={error} />}
        <ButtonRow>
          <Button kind="secondary" busy={busy} onClick={run}>{t('checklist.discard.yes')}</Button>
          <Button kind="quiet" onClick={() => setAsked(false)}>{t('checklist.discard.no')}</Button>
        </ButtonRow>
      </Stack>
    </Banner>
  )
}

/** What the applicant may decide about the application itself. */
export function Choices({ current }: { current: Case }) {
  const { t } = useI18n()
  if (current.stage.outcome) return null
  return (
    <section aria-labelledby="choices">
      <Stack>
        <h2 id="choices">{t('checklist.more.title')}</h2>
        <Reminders current={current} />
        {current.can.includes('discard') && <Discard current={current} />}
      </Stack>
    </section>
  )
}
