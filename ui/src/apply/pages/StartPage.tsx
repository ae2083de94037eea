import { useCallback, useEffect, useState } from 'react'
import { api, ask, isSignedOut, type Schemas } from '../../api/client'
import { Banner } from '../../design/Banner'
import { Button, ButtonRow } from '../../design/Button'
import { BulletList, Code, Skeleton, Stack } from '../../design/Layout'
import { Prose } from '../../design/Prose'
import { Heading } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { useCase } from '../caseContext'
import { Failure } from '../Failure'
import { keepsCookies, tell } from '../frame'
import { GoButton, Link } from '../Link'
import { NoticeBanner } from '../NoticeBanner'
import { OtherCase } from '../OtherCase'
import { navigate, to } from '../router'
import { useAct } from '../useAct'
import { useArrival, useTitle } from '../useTitle'
import { homeOf, returnTo } from '../whereNext'
import { NotFoundPage } from './NotFoundPage'

type Entrance = Schemas['Entrance']

/** Loads the entrance, and in passing the case that this device may already have. */
function useEntrance(pipeline: string): { entrance?: Entrance; error?: unknown; load: () => void } {
  const [entrance, setEntrance] = useState<Entrance>()
  const [error, setError] = useState<unknown>()
  const { load: loadCase } = useCase()
  const load = useCallback(() => {
    setError(undefined)
    ask(api.GET('/portal/{pipeline}', { params: { path: { pipeline } } })).then(setEntrance, setError)
    void loadCase()
  }, [pipeline, loadCase])
  useEffect(load, [load])
  return { entrance, error, load }
}

function StartButton({ pipeline, kind }: { pipeline: string; kind: 'primary' | 'secondary' }) {
  const { t, locale } = useI18n()
  const { take } = useCase()
  const begin = useCallback(async (key: string) => {
    const started = await ask(api.POST('/portal/{pipeline}/cases', {
      params: { path: { pipeline }, header: { 'Idempotency-Key': key } },
      body: { locale, channel: new URLSearchParams(location.search).get('channel') ?? undefined },
    }))
    take(started)
    tell({ happened: 'started', reference: started.reference })
    navigate(homeOf(started))
  }, [pipeline, locale, take])
  const { busy, error, run } = useAct(begin)
  return (
    <Stack>
      {error !== undefined && <Failure error={error} />}
      <ButtonRow>
        <Button kind={kind} busy={busy} onClick={run}>
          {busy ? t('common.busy') : t(kind === 'primary' ? 'apply.start.begin' : 'apply.start.another')}
        </Button>
      </ButtonRow>
    </Stack>
  )
}

/** What this device began has come to its end: how it ended, and a new beginning. */
function Ended({ pipeline, reference, isOpen }: { pipeline: string; reference: string; isOpen: boolean }) {
  const { t } = useI18n()
  return (
    <Stack>
      {isOpen && <StartButton pipeline={pipeline} kind="primary" />}
      <p><Link href={to.status(pipeline)}>{t('apply.status.title')}</Link> <Code>{reference}</Code></p>
    </Stack>
  )
}

/** In a frame whose cookies the browser does not keep: the way out of it. */
function Apart({ pipeline }: { pipeline: string }) {
  const { t, locale } = useI18n()
  return (
    <Banner tone="warn" title={t('apply.start.apart')}>
      <Stack>
        <p>{t('apply.start.apartText')}</p>
        <p><a href={`${to.start(pipeline)}?lang=${locale}`} target="_blank" rel="noopener">{t('apply.start.apartOpen')}</a></p>
      </Stack>
    </Banner>
  )
}

/** What this device has begun already, and the choice to go on with it. */
function Begin({ pipeline, isOpen }: { pipeline: string; isOpen: boolean }) {
  const { t } = useI18n()
  const { state, load } = useCase()
  const [keeps] = useState(keepsCookies)
  if (!keeps) return <Apart pipeline={pipeline} />
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={() => void load()} /> // to start anew could leave a case behind
  if (state.kind === 'other') return <OtherCase />
  if (state.kind === 'unknown' || state.kind === 'loading') return <Skeleton label={t('common.loading')} />
  if (state.kind !== 'ready' || state.case.pipeline !== pipeline) return isOpen ? <StartButton pipeline={pipeline} kind="primary" /> : null
  if (state.case.stage.outcome) return <Ended reference={state.case.reference} pipeline={pipeline} isOpen={isOpen} />
  return (
    <Banner title={t('apply.start.found')}>
      <p>{t('apply.start.reference')} <Code>{state.case.reference}</Code></p>
      <Stack>
        <ButtonRow><GoButton href={returnTo(state.case)}>{t('apply.start.continue')}</GoButton></ButtonRow>
        {isOpen && <StartButton pipeline={pipeline} kind="secondary" />}
      </Stack>
    </Banner>
  )
}

function About({ entrance }: { entrance: Entrance }) {
  const { t, text } = useI18n()
  const description = text(entrance.description)
  const needs = (entrance.needs ?? []).map(text).filter(Boolean)
  return (
    <>
      {description && <Prose text={description} />}
      <p>{t('apply.start.minutes', { n: entrance.minutes })} {t('apply.start.later')}</p>
      {needs.length > 0 && (
        <section aria-labelledby="needs">
          <Stack gap="small">
            <h2 id="needs">{t('apply.start.needs')}</h2>
            <BulletList items={needs} />
          </Stack>
        </section>
      )}
    </>
  )
}

interface StartPageProps {
  pipeline: string
  /** Called once the page is there: a moment to fetch what comes next. */
  onRead: () => unknown
}

export function StartPage({ pipeline, onRead }: StartPageProps) {
  const { t, text } = useI18n()
  const { entrance, error, load } = useEntrance(pipeline)
  const ref = useArrival(`start/${pipeline}`)
  useTitle(entrance && text(entrance.title))
  useEffect(() => {
    if (entrance) onRead()
  }, [entrance, onRead])
  if (error !== undefined) return isSignedOut(error) ? <NotFoundPage /> : <Failure whole error={error} onRetry={load} />
  if (!entrance) return <Skeleton label={t('common.loading')} />
  return (
    <>
      <Heading ref={ref}>{text(entrance.title)}</Heading>
      <Stack gap="large">
        <About entrance={entrance} />
        {entrance.notice && <NoticeBanner notice={entrance.notice} />}
        <Begin pipeline={pipeline} isOpen={!entrance.notice} />
        <p>{t('apply.start.elsewhere')} <Link href={to.resume()}>{t('apply.resume.link')}</Link></p>
      </Stack>
    </>
  )
}
