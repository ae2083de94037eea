import { Button } from '@mantine/core'
import { Link } from 'react-router'
import type { Schemas } from '../../api/client'
import { Chip } from '../../desk/parts/Chip'
import { Empty } from '../../desk/parts/Empty'
import { Glyph } from '../../desk/parts/Glyph'
import { Notice } from '../../desk/parts/Notice'
import { DraftFault } from '../frame/saved'
import { press, useActions } from '../pipeline/actions'
import { useBench } from '../pipeline/bench'
import editor from '../pipeline/editor.module.css'
import { useSpeech } from '../pipeline/editing'
import { FindingMark } from '../pipeline/Marks'
import { idOf, type Scenario } from '../pipeline/types'
import { Progress } from '../publishing/ImpactPanel'
import { CoverageReport } from './CoverageReport'
import { useRuns } from './runs'
import css from './scenario.module.css'

type Result = Schemas['ScenarioResult']

/** How a scenario went, and where it stopped. */
function Went({ scenario, result }: { scenario: Scenario; result: Result | undefined }) {
  const { t } = useSpeech()
  const { select } = useBench()
  const { want, now } = useRuns()
  if (now.scenario === scenario.key) return <Chip tone="info" glyph="pending">{t('tryout.result.running')}</Chip>
  if (!result) return null
  const failed = result.steps.find((s) => !s.ok)
  if (!failed) return <Chip tone="success" glyph="pass">{t('tryout.result.passed')}</Chip>
  const open = (): void => {
    select(idOf('scenarios', scenario.key))
    want(scenario.key, failed.index)
  }
  return (
    <div className={css.went}>
      <Chip tone="danger" glyph="fail">{t('tryout.result.failed')}</Chip>
      <button type="button" className={css.link} onClick={open}>{t('tryout.result.at', { n: failed.index + 1, fault: failed.fault?.message || failed.fault?.key || '' })}</button>
    </div>
  )
}

function Line({ scenario }: { scenario: Scenario }) {
  const { t, text } = useSpeech()
  const { id: selected, select } = useBench()
  const { report } = useRuns()
  const actions = useActions()
  const id = idOf('scenarios', scenario.key)
  return (
    <li>
      <button type="button" data-item={id} aria-current={selected === id || undefined} onClick={() => select(id)} onKeyDown={(e) => press(actions(id), e) && e.preventDefault()}>
        <span className={editor.lineText}><bdi>{text(scenario.title) || scenario.key}</bdi></span>
        <span className={editor.quiet}>{t('tryout.steps', { n: scenario.steps.length })}</span>
        <FindingMark id={id} />
      </button>
      <Went scenario={scenario} result={report?.results.find((r) => r.scenario === scenario.key)} />
    </li>
  )
}

function Toolbar({ isEmpty }: { isEmpty: boolean }) {
  const { t } = useSpeech()
  const { p } = useBench()
  const { run, isRunning } = useRuns()
  return (
    <div className={editor.toolbar}>
      <p className={editor.about}>{t('tryout.scenarios.about')}</p>
      <Button component={Link} to={`/builder/pipeline/${p.key}/tryout`} variant="default" leftSection={<Glyph name="plus" />}>{t('tryout.scenarios.new')}</Button>
      {!isEmpty && <Button data-run="" loading={isRunning} onClick={run}>{t('tryout.run.all')}</Button>}
    </div>
  )
}

/** What the last run found, and whether it still tells of what is on the screen. */
function Outcome() {
  const { t } = useSpeech()
  const { report, isOld, isRunning, now, error, run } = useRuns()
  if (isRunning) return <Progress label={t('tryout.run.running')} done={now.done} total={now.of}>{t('tryout.run.running')} {t('tryout.run.done', { n: now.done, of: now.of })}</Progress>
  return (
    <>
      <DraftFault error={error} retry={run} />
      {report && isOld && <Notice tone="warn"><p>{t('tryout.run.old')}</p></Notice>}
      {report && <CoverageReport />}
    </>
  )
}

/** The scenarios of a pipeline: what was tried out and kept, run all at once. One is chosen here and changed in the panel. */
export function ScenarioView() {
  const { t } = useSpeech()
  const { p } = useBench()
  const scenarios = p.scenarios ?? []
  return (
    <div className={editor.outline}>
      <Toolbar isEmpty={scenarios.length === 0} />
      {scenarios.length === 0
        ? <Empty title={t('tryout.scenarios.empty')} glyph="pass">{t('tryout.scenarios.emptyText')}</Empty>
        : <ul className={`${editor.members} ${css.scenarios}`}>{scenarios.map((s) => <Line key={s.key} scenario={s} />)}</ul>}
      <div className={css.outcome}><Outcome /></div>
    </div>
  )
}
