import { useCallback, useState } from 'react'
import { api, ask } from '../../api/client'
import { Banner } from '../../design/Banner'
import { Button, ButtonRow } from '../../design/Button'
import { Code, Stack } from '../../design/Layout'
import { Prose } from '../../design/Prose'
import { Heading } from '../../design/Shell'
import { Summary, SummaryRow } from '../../design/Summary'
import { useI18n } from '../../i18n/I18n'
import { type Case, useCase } from '../caseContext'
import { Acts } from '../Acts'
import { Failure } from '../Failure'
import { MyPapers } from '../MyPapers'
import { LaterPanel } from '../LaterPanel'
import { GoButton } from '../Link'
import { NoticeBanner } from '../NoticeBanner'
import { Choices } from '../portal/Choices'
import { Feedback } from '../portal/Feedback'
import { Sections } from '../portal/Sections'
import { Story } from '../portal/Story'
import { ThreadLink } from '../portal/ThreadLink'
import { RequestList } from '../RequestList'
import { navigate, to } from '../router'
import { useAct } from '../useAct'
import { useArrival, useTitle } from '../useTitle'
import { homeOf } from '../whereNext'
import type { StepProps } from './CasePages'

type Tone = 'info' | 'success' | 'warn'

/** How the end, or the stage, is coloured; the words say it. */
function toneOf({ stage }: Case): Tone {
  if (stage.outcome === 'completed') return 'success'
  return stage.answers === 'closed' ? 'info' : 'warn'
}

/** Taking the case back, where that is allowed. */
function EditAgain({ current }: { current: Case }) {
  const { t } = useI18n()
  const { take } = useCase()
  const edit = useAct(useCallback(async (key: string) => {
    const next = await ask(api.POST('/portal/case/edit', { params: { header: { 'Idempotency-Key': key } } }))
    take(next)
    navigate(homeOf(next))
  }, [take]))
  return (
    <Stack>
      <h2>{t('apply.status.editTitle')}</h2>
      <p>{t(current.signature ? 'apply.status.editSigned' : 'apply.status.editText')}</p>
      {edit.error !== undefined && <Failure error={edit.error} />}
      <ButtonRow><Button kind="secondary" busy={edit.busy} onClick={edit.run}>{t('apply.status.edit')}</Button></ButtonRow>
    </Stack>
  )
}

/** The link to sign: where it went and until when it works. */
function SignatureNote({ current }: { current: Case }) {
  const { t, dateTime } = useI18n()
  const token = current.signature
  if (!token || !['created', 'sent', 'opened'].includes(token.state)) return null
  return (
    <Banner title={t('apply.status.signTitle')}>
      <p>{token.to ? t('apply.status.signTo', { to: `\u2068${token.to}\u2069` }) : t('apply.status.signText')}</p>
      {token.expiresAt && <p>{t('apply.status.signUntil', { date: dateTime(token.expiresAt) })}</p>}
    </Banner>
  )
}

function Facts({ current }: { current: Case }) {
  const { t, text, dateTime } = useI18n()
  return (
    <Summary>
      <SummaryRow label={t('apply.status.reference')}><Code>{current.reference}</Code></SummaryRow>
      <SummaryRow label={t('apply.status.what')}>{text(current.title)}</SummaryRow>
      {current.savedAt && <SummaryRow label={t('apply.status.saved')}>{dateTime(current.savedAt)}</SummaryRow>}
    </Summary>
  )
}

/** How things stand: what is owed, and what others are doing meanwhile. */
export function StatusPage({ current, session }: StepProps) {
  const { t, text } = useI18n()
  const ref = useArrival('status')
  useTitle(t('apply.status.title'), text(current.title))
  const reason = text(current.stage.reason)
  const [asksFeedback] = useState(!current.rated && current.stage.answers === 'closed') // the thanks stay on the page
  return (
    <>
      <Heading ref={ref} caption={text(current.title)}>{t('apply.status.title')}</Heading>
      <Stack gap="large">
        <Banner tone={toneOf(current)}>
          <Prose text={text(current.stage.text)} />
          {reason && <Prose text={reason} />}
        </Banner>
        {current.notice?.stops && <NoticeBanner notice={current.notice} begun />}
        <SignatureNote current={current} />
        {current.stage.answers === 'open' && <div><GoButton href={homeOf(current)}>{t('apply.start.continue')}</GoButton></div>}
        {current.stage.answers === 'requested' && <RequestList current={current} session={session} />}
        {current.stage.outcome === 'expired' && <div><GoButton href={to.start(current.pipeline)}>{t('apply.start.another')}</GoButton></div>}
        <Facts current={current} />
        {current.checklist && !current.stage.outcome && current.stage.answers === 'closed' && <Sections current={current} />}
        <ThreadLink current={current} />
        <Story current={current} />
        {asksFeedback && <Feedback moment="end" />}
        <MyPapers revision={current.revision} />
        {current.can.includes('edit') && <EditAgain current={current} />}
        <Acts current={current} />
        <ButtonRow>
          <Button kind="quiet" onClick={() => window.print()}>{t('apply.status.print')}</Button>
          {current.stage.answers !== 'closed' && <LaterPanel current={current} session={session} />}
        </ButtonRow>
        <Choices current={current} />
      </Stack>
    </>
  )
}
