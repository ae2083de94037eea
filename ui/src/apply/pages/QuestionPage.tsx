import { useCallback, useEffect, useMemo } from 'react'
import { BackLink, Heading, PageTop, Problems } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { ErrorSummary, focusFieldSoon } from '../../runtime/ErrorSummary'
import { Fields } from '../../runtime/FieldView'
import { FormPage } from '../../runtime/FormPage'
import type { Saved } from '../autosave'
import type { Case } from '../caseContext'
import { Failure } from '../Failure'
import { LaterPanel } from '../LaterPanel'
import { follow } from '../Link'
import { Redirect } from '../Redirect'
import { navigate, to } from '../router'
import { SaveLine } from '../SaveLine'
import { useContinue } from '../useContinue'
import { useArrival, useErrorTitle } from '../useTitle'
import { hrefOf } from '../whereNext'
import { Moved } from '../Moved'
import type { StepProps } from './CasePages'
import { NotFoundPage } from './NotFoundPage'

interface QuestionPageProps extends StepProps {
  page: string
  /** The person came to change one answer, and wants to go back to the list. */
  fromCheck: boolean
}

export function QuestionPage(props: QuestionPageProps) {
  const page = props.session.live.form.pages.find((p) => p.key === props.page)
  if (!page) return props.session.isMoved ? <Redirect href={owed(props.current, props.current)} /> : <NotFoundPage />
  // An old link, or the back button, to a page that the answers have closed since.
  return props.session.store.current.hasPage(page.key) ? <Question {...props} /> : <Redirect href={owed(props.current, props.current)} />
}

/** "Step 3 of 9 · about 4 minutes left" */
function useStep({ pages, progress }: Case, page: string): string | undefined {
  const { t } = useI18n()
  const index = pages.findIndex((p) => p.key === page)
  if (index < 0) return undefined
  const step = t('apply.page.step', { i: index + 1, of: pages.length })
  return progress.minutesLeft > 0 ? `${step} · ${t('apply.page.minutes', { n: progress.minutesLeft })}` : step
}

/** What is owed now, else the list of answers. */
function owed({ pipeline }: Case, { pages }: Pick<Saved, 'pages'>, fromCheck = false): string {
  const page = pages.find((p) => !p.done)
  return page ? to.page(pipeline, page.key, fromCheck) : to.check(pipeline)
}

function backHref({ pages, pipeline }: Case, page: string, fromCheck: boolean): string {
  if (fromCheck) return to.check(pipeline)
  const before = pages[pages.findIndex((p) => p.key === page) - 1]
  return before ? to.page(pipeline, before.key) : to.start(pipeline)
}

/** A link of the list of answers names the field in the fragment. */
function useFieldOfFragment(): void {
  useEffect(() => (location.hash.startsWith('#/') ? focusFieldSoon(decodeURIComponent(location.hash.slice(1))) : undefined), [])
}

function Question({ current, session, page: key, fromCheck }: QuestionPageProps) {
  const { t, text } = useI18n()
  const page = session.live.form.pages.find((p) => p.key === key)!
  const keys = useMemo(() => page.fields.map((f) => f.key), [page])
  const onDone = useCallback(
    (saved: Saved) => navigate(fromCheck ? owed(current, saved, true) : hrefOf(current.pipeline, saved.next)),
    [fromCheck, current],
  )
  const { problems, busy, error, submit } = useContinue({ session, page: key, keys, onDone })
  const ref = useArrival(`page/${key}`)
  useErrorTitle(problems.length > 0, text(page.title), text(current.title))
  useFieldOfFragment()
  useEffect(() => session.filling.open(key), [session, key])
  return (
    <>
      <PageTop>
        <BackLink href={backHref(current, key, fromCheck)} onClick={follow}>{t('common.back')}</BackLink>
        <SaveLine state={session.saveState} />
      </PageTop>
      {session.isMoved && <Moved />}
      <Problems>
        <ErrorSummary problems={problems} />
        {error !== undefined && <Failure error={error} />}
      </Problems>
      <Heading ref={ref} caption={useStep(current, key)}>{text(page.title)}</Heading>
      <FormPage
        description={text(page.description)}
        action={t('common.continue')}
        busy={busy}
        onSubmit={submit}
        aside={<LaterPanel current={current} session={session} />}
      >
        <Fields fields={page.fields} path="" />
      </FormPage>
    </>
  )
}
