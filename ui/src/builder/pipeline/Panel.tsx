import { useEffect, useRef } from 'react'
import { useI18n } from '../../i18n/I18n'
import { useActions } from './actions'
import { type Bench, useBench } from './bench'
import { useFollow } from '../frame/Problems'
import { AttributePanel, CheckPanel, PipelinePanel, ReasonPanel } from './ListPanels'
import { MessagePanel } from './MessagePanel'
import css from './panel.module.css'
import { PaperPanel } from './PaperPanel'
import { FindingList, PanelHead } from './PanelHead'
import { ScorePanel } from './ScorePanel'
import { StagePanel } from './StagePanel'
import { TransitionPanel } from './TransitionPanel'
import { ScenarioPanel } from '../scenario/ScenarioPanel'
import { type Attribute, type Check, memberOf, type Message, type Paper, placeOf, type Reason, type Scenario, type Score, type Stage, type Transition } from './types'
import { useSpeech } from './editing'

function Fields({ bench }: { bench: Bench }) {
  const { p, id } = bench
  const member = memberOf(p, id)
  switch (placeOf(id)?.list) {
    case 'stages': return <StagePanel stage={member as Stage} />
    case 'transitions': return <TransitionPanel transition={member as Transition} />
    case 'messages': return <MessagePanel message={member as Message} />
    case 'papers': return <PaperPanel paper={member as Paper} />
    case 'checks': return <CheckPanel check={member as Check} />
    case 'reasons': return <ReasonPanel reason={member as Reason} />
    case 'scores': return <ScorePanel score={member as Score} />
    case 'attributes': return <AttributePanel attribute={member as Attribute} />
    case 'scenarios': return <ScenarioPanel scenario={member as Scenario} />
    default: return <PipelinePanel />
  }
}

function useTitle({ p, id, words }: Bench): string {
  const { text } = useSpeech()
  const member = memberOf(p, id)
  if (!member) return text(p.title) || p.key
  if ('trigger' in member) return words.trigger(member)
  const said = 'name' in member ? member.name : 'subject' in member ? member.subject : 'label' in member ? member.label : 'title' in member ? member.title : undefined
  return text(said) || member.key
}

/** The name takes the focus when something is new or renamed; Escape leads back to where it stands. */
function useFocus({ id, takeRename }: Bench) {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!takeRename()) return
    const input = panel.current?.querySelector<HTMLInputElement>('[data-name], input, select')
    input?.focus()
    input?.select?.()
  })
  const leave = (): void => document.querySelector<HTMLElement>(`[data-item="${id}"]`)?.focus({ preventScroll: true })
  return { panel, leave }
}

/** The properties of what is selected; of the pipeline, when nothing is. */
export function Panel() {
  const { t } = useI18n()
  const bench = useBench()
  const { id, findings } = bench
  const actions = useActions()
  const title = useTitle(bench)
  const { panel, leave } = useFocus(bench)
  const list = placeOf(id)?.list
  const own = id === '' ? [...findings.values()].flat() : (findings.get(id) ?? [])
  const follow = useFollow()
  return (
    <aside ref={panel} className={css.panel} aria-label={t('flow.panel')} data-part="panel" onKeyDown={(e) => e.key === 'Escape' && leave()}>
      <PanelHead kind={t(list ? `flow.one.${list}` : 'flow.one.pipeline')} title={title} actions={actions(id)} />
      <div className={css.body} key={id}>
        <FindingList findings={own} onSelect={id === '' ? follow : undefined} />
        <Fields bench={bench} />
      </div>
    </aside>
  )
}
