import { lazy, useCallback, useEffect, useMemo } from 'react'
import { BackLink, Heading, PageTop, Problems } from '../../design/Shell'
import type { Page } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { ErrorSummary, focusFieldSoon } from '../../runtime/ErrorSummary'
import { Fields } from '../../runtime/FieldView'
import { FormPage } from '../../runtime/FormPage'
import type { Saved } from '../autosave'
import type { Case } from '../caseContext'
import { Failure } from '../Failure'
import { LaterPanel } from '../LaterPanel'
import { follow, GoButton } from '../Link'
import { type Item, pageAfter } from '../portal/items'
import { Redirect } from '../Redirect'
import { navigate, to } from '../router'
import { SaveLine } from '../SaveLine'
import { useContinue } from '../useContinue'
import { useArrival, useErrorTitle } from '../useTitle'
import { hrefOf } from '../whereNext'
import { Moved } from '../Moved'
import type { StepProps } from './CasePages'
import { NotFoundPage } from './NotFoundPage'

const Portal = lazy(() => import('../portal/Portal').then((m) => ({ default: m.Portal })))
const HandOver = lazy(() => import('../portal/HandOver').then((m) => ({ default: m.HandOver })))

interface QuestionPageProps extends StepProps {
  page: string
  /** The person came to change one answer, and wants to go back to the list. */
  fromCheck: boolean
  /** The item of the checklist that the person chose, and goes back from. */
  item: Item | undefined
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

function backHref({ pages, pipeline }: Case, page: string, { fromCheck, item }: Pick<QuestionPageProps, 'fromCheck' | 'item'>): string {
  if (fromCheck) return to.check(pipeline)
  if (item) return to.list(pipeline)
  const before = pages[pages.findIndex((p) => p.key === page) - 1]
  return before ? to.page(pipeline, before.key) : to.start(pipeline)
}

/** A link of the list of answers names the field in the fragment. */
function useFieldOfFragment(): void {
  useEffect(() => (location.hash.startsWith('#/') ? focusFieldSoon(decodeURIComponent(location.hash.slice(1))) : undefined), [])
}

/** The next page of the item that is not done, else the list. */
function onWithItem({ pipeline }: Case, { pages }: Pick<Saved, 'pages'>, { item, page }: { item: Item; page: string }): string {
  const next = pageAfter(item, page, pages)
  return next ? to.pageOfItem(pipeline, next, item.key) : to.list(pipeline)
}

const holdsFiles = ({ fields }: Page): boolean => fields.some((f) => f.type === 'file' || f.type === 'image')

/** Beside the questions: another device for the photograph, the whole list, and going on later. */
function Aside({ current, session, page }: StepProps & { page: Page }) {
  const { t } = useI18n()
  return (
    <>
      {holdsFiles(page) && <Portal><HandOver current={current} session={session} to={`page/${page.key}`} aim="photo" /></Portal>}
      {current.checklist && <GoButton kind="quiet" href={to.list(current.pipeline)}>{t('apply.list.all')}</GoButton>}
      <LaterPanel current={current} session={session} />
    </>
  )
}

function Question({ current, session, page: key, fromCheck, item }: QuestionPageProps) {
  const { t, text } = useI18n()
  const page = session.live.form.pages.find((p) => p.key === key)!
  const keys = useMemo(() => page.fields.map((f) => f.key), [page])
  const onDone = useCallback(
    (saved: Saved) => navigate(fromCheck ? owed(current, saved, true) : item ? onWithItem(current, saved, { item, page: key }) : hrefOf(current.pipeline, saved.next)),
    [fromCheck, item, key, current],
  )
  const { problems, busy, error, submit } = useContinue({ session, page: key, keys, onDone })
  const step = useStep(current, key)
  const ref = useArrival(`page/${key}`)
  useErrorTitle(problems.length > 0, text(page.title), text(current.title))
  useFieldOfFragment()
  useEffect(() => session.filling.open(key), [session, key])
  return (
    <>
      <PageTop>
        <BackLink href={backHref(current, key, { fromCheck, item })} onClick={follow}>{t('common.back')}</BackLink>
        <SaveLine state={session.saveState} />
      </PageTop>
      {session.isMoved && <Moved />}
      <Problems>
        <ErrorSummary problems={problems} />
        {error !== undefined && <Failure error={error} />}
      </Problems>
      <Heading ref={ref} caption={item ? text(item.title) : step}>{text(page.title)}</Heading>
      <FormPage
        description={text(page.description)}
        action={t('common.continue')}
        busy={busy}
        onSubmit={submit}
        aside={<Aside current={current} session={session} page={page} />}
      >
        <Fields fields={page.fields} path="" />
      </FormPage>
    </>
  )
}
