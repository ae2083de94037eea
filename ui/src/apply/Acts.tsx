import { useCallback, useState } from 'react'
import { api, ask, type Schemas } from '../api/client'
import { Banner } from '../design/Banner'
import { Button, ButtonRow } from '../design/Button'
import { Stack } from '../design/Layout'
import { useI18n } from '../i18n/I18n'
import { type Case, useCase } from './caseContext'
import { Failure } from './Failure'
import { navigate } from './router'
import { useAct } from './useAct'
import { homeOf } from './whereNext'

/** What cannot be taken back is asked twice. */
const grave: readonly string[] = ['close', 'withdraw', 'discard']

function ActButton({ act }: { act: Schemas['ApplicantAct'] }) {
  const { t, text } = useI18n()
  const { take } = useCase()
  const [isAsked, setAsked] = useState(false)
  const run = useAct(useCallback(async (key: string) => {
    const next = await ask(api.POST('/portal/case/actions', { params: { header: { 'Idempotency-Key': key } }, body: { verb: act.verb } }))
    take(next)
    navigate(homeOf(next))
  }, [take, act.verb]))
  const title = text(act.title)
  if (isAsked) {
    return (
      <Banner tone="warn" title={title}>
        <p>{t('apply.status.actSure')}</p>
        <ButtonRow>
          <Button busy={run.busy} onClick={run.run}>{t('apply.status.actYes')}</Button>
          <Button kind="secondary" onClick={() => setAsked(false)}>{t('apply.status.actNo')}</Button>
        </ButtonRow>
        {run.error !== undefined && <Failure error={run.error} />}
      </Banner>
    )
  }
  return (
    <>
      <ButtonRow><Button kind="secondary" busy={run.busy} onClick={grave.includes(act.verb) ? () => setAsked(true) : run.run}>{title}</Button></ButtonRow>
      {run.error !== undefined && <Failure error={run.error} />}
    </>
  )
}

/** What the pipeline lets the applicant do here by a press: change their data, come back, close the account. */
export function Acts({ current }: { current: Case }) {
  const acts = (current.acts ?? []).filter((a) => !a.needsNote)
  if (acts.length === 0) return null
  return <Stack>{acts.map((a) => <ActButton key={a.verb} act={a} />)}</Stack>
}
