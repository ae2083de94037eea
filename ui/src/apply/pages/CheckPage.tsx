import { lazy, useCallback, useState } from 'react'
import { api, ask, FaultError } from '../../api/client'
import { Button, ButtonRow } from '../../design/Button'
import { Hidden } from '../../design/Hidden'
import { Stack } from '../../design/Layout'
import { BackLink, Heading, PageTop, Problems } from '../../design/Shell'
import type { Page } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { CheckAnswers } from '../../runtime/CheckAnswers'
import { useRuntime } from '../../runtime/context'
import { ErrorSummary } from '../../runtime/ErrorSummary'
import type { Violation } from '../../runtime/messages'
import { useCase } from '../caseContext'
import { Failure } from '../Failure'
import { tell } from '../frame'
import { LaterPanel } from '../LaterPanel'
import { follow, Link } from '../Link'
import { useLinkedProblems, violationsIn } from '../problems'
import { navigate, to } from '../router'
import { SaveLine } from '../SaveLine'
import { useAct } from '../useAct'
import { useArrival, useErrorTitle } from '../useTitle'
import type { StepProps } from './CasePages'

const Portal = lazy(() => import('../portal/Portal').then((m) => ({ default: m.Portal })))
const HandOver = lazy(() => import('../portal/HandOver').then((m) => ({ default: m.HandOver })))

/** Submits; what is wrong comes back as problems that link to their pages. */
function useSubmit({ current, session }: StepProps) {
  const { locale } = useI18n()
  const { take } = useCase()
  const [found, setFound] = useState<readonly Violation[]>([])
  const problems = useLinkedProblems(found, session, current.pipeline, true)
  const submit = useCallback(async (key: string) => {
    await session.autosave.settle()
    try {
      const next = await ask(api.POST('/portal/case/submit', {
        params: { header: { 'Idempotency-Key': key } },
        body: { locale, revision: session.revision(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
      }))
      take(next)
      tell({ happened: 'submitted', reference: next.reference })
      navigate(to.status(next.pipeline)) // also where answers stay open: there it says what was sent to confirm them
    } catch (e) {
      if (e instanceof FaultError && e.fault.code === 'stale') await session.catchUp()
      setFound(violationsIn(e))
    }
  }, [session, locale, take])
  return { ...useAct(submit), problems }
}

/** All answers, before they are handed in. */
export function CheckPage(step: StepProps) {
  const { current, session } = step
  const { t, text } = useI18n()
  const { files } = useRuntime()
  const { problems, busy, error, run } = useSubmit(step)
  const ref = useArrival('check')
  useErrorTitle(problems.length > 0, t('apply.check.title'), text(current.title))
  const change = (page: Page, path: string, label: string) => (
    <Link href={`${to.page(current.pipeline, page.key, true)}#${path}`}>{t('common.change')}<Hidden> {label}</Hidden></Link>
  )
  const last = current.pages.at(-1)
  return (
    <>
      <PageTop>
        <BackLink href={last ? to.page(current.pipeline, last.key) : to.start(current.pipeline)} onClick={follow}>{t('common.back')}</BackLink>
        <SaveLine state={session.saveState} />
      </PageTop>
      <Problems>
        <ErrorSummary problems={problems} onFollow={(_, event) => follow(event as Parameters<typeof follow>[0])} />
        {error !== undefined && <Failure error={error} />}
      </Problems>
      <Heading ref={ref}>{t('apply.check.title')}</Heading>
      <Stack gap="large">
        <CheckAnswers pages={session.live.form.pages} answers={session.store.answers} view={session.store.current} files={files} change={change} />
        {current.helper && <Portal><HandOver current={current} session={session} to="" aim="person" /></Portal>}
        <p>{t('apply.check.declaration')}</p>
        <ButtonRow>
          <Button busy={busy} onClick={run}>{busy ? t('common.busy') : t('apply.check.submit')}</Button>
          <LaterPanel current={current} session={session} />
        </ButtonRow>
      </Stack>
    </>
  )
}
