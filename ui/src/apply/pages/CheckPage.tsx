import { useCallback, useState } from 'react'
import { api, ask, FaultError, type Schemas } from '../../api/client'
import { Button, ButtonRow } from '../../design/Button'
import { Hidden } from '../../design/Hidden'
import { Stack } from '../../design/Layout'
import { BackLink, Heading, PageTop, Problems } from '../../design/Shell'
import type { Page } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { CheckAnswers } from '../../runtime/CheckAnswers'
import { useRuntime } from '../../runtime/context'
import { ErrorSummary, type Problem } from '../../runtime/ErrorSummary'
import { topKey } from '../../runtime/pointer'
import { useCase } from '../caseContext'
import { Failure } from '../Failure'
import { LaterPanel } from '../LaterPanel'
import { follow, Link } from '../Link'
import { errorsOf, problemsOf } from '../problems'
import { navigate, to } from '../router'
import { SaveLine } from '../SaveLine'
import { useAct } from '../useAct'
import { useArrival, useErrorTitle } from '../useTitle'
import { homeOf } from '../whereNext'
import type { StepProps } from './CasePages'

/** Submits; what is wrong comes back as problems that link to their pages. */
function useSubmit({ current, session }: StepProps) {
  const i18n = useI18n()
  const { take } = useCase()
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const { live, store } = session
  const submit = useCallback(async (key: string) => {
    const place = (violations: readonly Schemas['Violation'][]): Problem[] =>
      problemsOf(errorsOf(violations), live, store.answers, i18n).map((p) => ({
        ...p,
        href: `${to.page(current.pipeline, live.pageOf(topKey(p.path)), true)}#${p.path}`,
      }))
    try {
      const next = await ask(api.POST('/portal/case/submit', {
        params: { header: { 'Idempotency-Key': key } },
        body: { locale: i18n.locale, revision: current.revision },
      }))
      take(next)
      navigate(homeOf(next))
    } catch (e) {
      const violations = e instanceof FaultError ? (e.fault.violations ?? []) : []
      if (violations.length === 0) throw e
      setProblems(place(violations))
    }
  }, [current, live, store, i18n, take])
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
        <p>{t('apply.check.declaration')}</p>
        <ButtonRow>
          <Button busy={busy} onClick={run}>{busy ? t('common.busy') : t('apply.check.submit')}</Button>
          <LaterPanel current={current} beforeLeaving={() => session.autosave.leave()} />
        </ButtonRow>
      </Stack>
    </>
  )
}
