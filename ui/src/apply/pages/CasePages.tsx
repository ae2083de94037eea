import { lazy, Suspense, useEffect, useMemo } from 'react'
import { Skeleton } from '../../design/Layout'
import { loadInputs } from '../../fields/inputs'
import { useI18n } from '../../i18n/I18n'
import { RuntimeProvider } from '../../runtime/context'
import { type Case, useCase } from '../caseContext'
import { useCel } from '../cel'
import { Failure } from '../Failure'
import { warningsOf, messagesByPath, problemsOf } from '../problems'
import { itemOf } from '../portal/items'
import { Redirect } from '../Redirect'
import { type Route, to } from '../router'
import type { Session } from '../session'
import { useFiles } from '../useFiles'
import { useSession } from '../useSession'
import { OtherCasePage } from './OtherCasePage'
import { QuestionPage } from './QuestionPage'
import { SignedOutPage } from './SignedOutPage'

const loadCheck = () => import('./CheckPage')
const loadStatus = () => import('./StatusPage')
const loadPortal = () => import('../portal/Portal')
const loadList = () => import('../portal/ListPage')
const Portal = lazy(() => loadPortal().then((m) => ({ default: m.Portal })))
const ListPage = lazy(() => loadList().then((m) => ({ default: m.ListPage })))
const ThreadPage = lazy(() => import('../portal/ThreadPage').then((m) => ({ default: m.ThreadPage })))
const LatePage = lazy(() => import('../portal/LatePage').then((m) => ({ default: m.LatePage })))
const loadRequested = () => import('./RequestedPage')
const CheckPage = lazy(() => loadCheck().then((m) => ({ default: m.CheckPage })))
const StatusPage = lazy(() => loadStatus().then((m) => ({ default: m.StatusPage })))
const RequestedPage = lazy(() => loadRequested().then((m) => ({ default: m.RequestedPage })))

/** Fetches the rest of the app once the page stands, so that a lost connection stops nobody on the way. */
function useRest(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      Promise.all([loadPortal(), loadList(), loadCheck(), loadStatus(), loadRequested(), loadInputs()]).catch(() => undefined) // asked again where it is needed
    }, 1000)
    return () => clearTimeout(timer)
  }, [])
}

type CaseRoute = Extract<Route, { name: 'page' | 'check' | 'status' | 'list' | 'item' | 'thread' }>

/** Everything behind the applicant's cookie. */
export function CasePages({ route }: { route: CaseRoute }) {
  const { t } = useI18n()
  const { state, load } = useCase()
  useEffect(() => {
    if (state.kind === 'unknown') void load()
  }, [state.kind, load])
  switch (state.kind) {
    case 'unknown':
    case 'loading':
      return <Skeleton label={t('common.loading')} />
    case 'failed':
      return <Failure whole error={state.error} onRetry={() => void load()} />
    case 'none':
      return <SignedOutPage pipeline={route.pipeline} />
    case 'other':
      return <OtherCasePage pipeline={route.pipeline} />
    case 'ready':
      if (state.case.pipeline !== route.pipeline) return <Redirect href={to.start(route.pipeline)} />
      return <Ready key={state.case.id} route={route} current={state.case} />
  }
}

/** Saves what is pending when a field is left, and tells of what looks odd without standing in the way. */
function useLeave({ autosave, live, store }: Session) {
  const i18n = useI18n()
  return useMemo(() => () => {
    autosave.flush()
    const answered = live.validate(store.answers).filter((v) => v.key !== 'empty')
    const warnings = problemsOf(warningsOf(answered), live, store.answers, i18n)
    if (warnings.length > 0) store.setNotes(messagesByPath(warnings))
  }, [autosave, live, store, i18n])
}

function Ready(props: { route: CaseRoute; current: Case }) {
  const { t } = useI18n()
  return useCel(props.current) ? <CaseForm {...props} /> : <Skeleton label={t('common.loading')} />
}

function CaseForm({ route, current }: { route: CaseRoute; current: Case }) {
  const session = useSession(current)
  const files = useFiles(current)
  const onLeave = useLeave(session)
  const runtime = useMemo(() => ({ store: session.store, files, onLeave }), [session.store, files, onLeave])
  const { t } = useI18n()
  useRest()
  return (
    <RuntimeProvider value={runtime}>
      <Suspense fallback={<Skeleton label={t('common.loading')} />}>
        <Step route={route} current={current} session={session} />
      </Suspense>
    </RuntimeProvider>
  )
}

export interface StepProps {
  current: Case
  session: Session
}

/** An item of the checklist: its page that is to be answered, or the documents that may still be added. */
function ItemStep({ item: key, ...step }: StepProps & { item: string }) {
  const { pipeline, stage } = step.current
  const item = itemOf(step.current, key)
  if (!item?.canOpen || !item.page) return <Redirect href={to.list(pipeline)} />
  if (stage.answers === 'closed') return <Portal><LatePage {...step} item={item} /></Portal>
  return <Redirect href={stage.answers === 'open' ? to.pageOfItem(pipeline, item.page, key) : to.page(pipeline, item.page)} />
}

function Step({ route, ...step }: StepProps & { route: CaseRoute }) {
  const { answers } = step.current.stage
  if (route.name === 'status') return <Portal><StatusPage {...step} /></Portal>
  if (route.name === 'list') return <Portal><ListPage {...step} /></Portal>
  if (route.name === 'thread') return <Portal><ThreadPage {...step} /></Portal>
  if (route.name === 'item') return <ItemStep {...step} item={route.item} />
  if (answers === 'closed') return <Redirect href={to.status(route.pipeline)} />
  if (route.name === 'check') return answers === 'open' ? <CheckPage {...step} /> : <Redirect href={to.status(route.pipeline)} />
  if (answers === 'requested') return <RequestedPage key={route.page} {...step} page={route.page} />
  return <QuestionPage key={route.page} {...step} page={route.page} fromCheck={route.fromCheck} item={itemOf(step.current, route.item)} />
}
