import { ActionIcon, Button, Tabs } from '@mantine/core'
import { useState } from 'react'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import { RunsProvider, useNewRuns } from '../scenario/runs'
import { ScenarioView } from '../scenario/ScenarioView'
import { useGoalArrival } from '../frame/goal'
import { Translations } from '../translations/Translations'
import { type Bench, BenchProvider, useBench, useNewBench } from './bench'
import { Canvas } from './Canvas'
import * as commands from './commands'
import { ConnectDialog } from './ConnectDialog'
import css from './editor.module.css'
import { EditingProvider, useNewEditing } from './editing'
import { MemberList } from './MemberList'
import { usePipelineReadables } from './names'
import { Outline } from './Outline'
import { TakeBack } from '../refactor/TakeBack'
import { Panel } from './Panel'
import { PipelineCommands } from './PipelineCommands'
import { Refactoring } from './Refactoring'
import { placeOf } from './types'
import { useFill } from './useFill'

const lists = ['messages', 'papers', 'checks', 'reasons', 'scores', 'attributes'] as const
type View = 'picture' | 'outline' | 'scenarios' | 'translations' | (typeof lists)[number]

/** The view that can show what is selected. */
function viewFor(view: View, id: string): View {
  const list = placeOf(id)?.list
  if (list === 'stages' || list === 'transitions') return view === 'outline' ? view : 'picture'
  return list ?? view
}

/** What is shown, and how to show something else. Nothing is selected in the table of translations. */
function useView({ id, select }: Bench) {
  const [wanted, setView] = useState<View>('picture')
  const show = (next: View): void => {
    setView(next)
    if (next === 'translations' || viewFor(next, id) !== next) select('')
  }
  useGoalArrival(() => show('translations'))
  return { view: viewFor(wanted, id), show }
}

function Views({ view, show }: ReturnType<typeof useView>) {
  const { t, number } = useI18n()
  const { p, id, run, select, wording } = useBench()
  const open = (owner: string): void => {
    show('picture')
    select(owner)
  }
  return (
    <Tabs value={view} onChange={(next) => show(next as View)} keepMounted={false} data-part="view" classNames={{ root: css.views, panel: css.view, tab: css.tab }}>
      <div className={css.bar}>
        <Tabs.List aria-label={t('flow.views')}>
          <Tabs.Tab value="picture">{t('flow.view.picture')}</Tabs.Tab>
          <Tabs.Tab value="outline">{t('flow.view.outline')}</Tabs.Tab>
          {[...lists, 'scenarios' as const].map((list) => <Tabs.Tab key={list} value={list}>{t(`flow.view.${list}`)} <span className={css.quiet}>{number(p[list]?.length ?? 0)}</span></Tabs.Tab>)}
          <Tabs.Tab value="translations">{t('builder.tab.translations')}</Tabs.Tab>
        </Tabs.List>
        <span className={css.barActions}>
          <ActionIcon variant={id === '' ? 'light' : 'subtle'} size={30} aria-label={t('flow.settings')} title={t('flow.settings')} aria-pressed={id === ''} onClick={() => (view === 'translations' ? open('') : select(''))}><Glyph name="form" /></ActionIcon>
          {(view === 'picture' || view === 'outline') && <Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => run(commands.addStage(wording('stage')))}>{t('flow.addStage')}</Button>}
        </span>
      </div>
      <Tabs.Panel value="picture"><Canvas /></Tabs.Panel>
      <Tabs.Panel value="outline"><Outline /></Tabs.Panel>
      {lists.map((list) => <Tabs.Panel key={list} value={list}><MemberList list={list} /></Tabs.Panel>)}
      <Tabs.Panel value="scenarios"><ScenarioView /></Tabs.Panel>
      <Tabs.Panel value="translations"><Translations onOpen={open} /></Tabs.Panel>
    </Tabs>
  )
}

/** The editor of a pipeline: its picture, its outline and its lists, with the properties of what is selected beside them. */
export function PipelineEditor() {
  const bench = useNewBench()
  const readables = usePipelineReadables(bench.p)
  const editing = useNewEditing(bench.p.locales, bench.names, readables)
  const runs = useNewRuns()
  const views = useView(bench)
  const isTable = views.view === 'translations'
  const root = useFill<HTMLDivElement>()
  return (
    <BenchProvider value={bench}>
      <RunsProvider value={runs}>
        <EditingProvider value={editing}>
          <div ref={root} className={css.editor} data-wide={isTable || undefined}>
            <PipelineCommands onTranslations={() => views.show('translations')} />
            <Views {...views} />
            {!isTable && <Panel />}
            {bench.connecting !== undefined && <ConnectDialog from={bench.connecting} />}
            {bench.refactoring && <Refactoring wanted={bench.refactoring} onClose={bench.closeRefactoring} />}
            <TakeBack address={{ kind: 'pipeline', key: bench.p.key }} />
          </div>
        </EditingProvider>
      </RunsProvider>
    </BenchProvider>
  )
}
