import { Tabs } from '@mantine/core'
import { type FocusEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Form } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { useDraft } from '../frame/draftContext'
import { Canvas } from './canvas/Canvas'
import { Dragging } from './canvas/drag'
import { EditorProvider, useEditor } from './editor'
import css from './form.module.css'
import { FormCommands } from './FormCommands'
import { InsertDialog } from './outline/InsertDialog'
import { MoveDialog } from './outline/MoveDialog'
import { Outline } from './outline/Outline'
import { Palette } from './outline/Palette'
import { Panel } from './panel/Panel'
import { AroundProvider } from '../pipeline/around'
import { TakeBack } from '../refactor/TakeBack'
import { Refactoring } from './Refactoring'
import { isLocked } from './section'
import { LockedDialog } from './sections/LockedDialog'
import { MakeDialog } from './sections/MakeDialog'
import { UpdateDialog } from './sections/UpdateDialog'
import { JsonTab } from './tabs/JsonTab'
import { RulesTab } from './tabs/RulesTab'
import { useGoalArrival } from '../frame/goal'
import { Translations } from '../translations/Translations'

/** What stands beside the canvas: what can be added, or what is there. */
function Side() {
  const { t } = useI18n()
  const [tab, setTab] = useState<string | null>('add')
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false} className={css.side} data-part="side">
      <Tabs.List grow aria-label={t('builder.side')}>
        <Tabs.Tab value="add">{t('builder.side.add')}</Tabs.Tab>
        <Tabs.Tab value="outline">{t('builder.outline.title')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="add" className={css.sidePanel}><Palette /></Tabs.Panel>
      <Tabs.Panel value="outline" className={css.sidePanel}><Outline /></Tabs.Panel>
    </Tabs>
  )
}

function Asked() {
  const cell = useEditor().asked
  const asked = useSyncExternalStore(cell.subscribe, cell.get)
  if (asked?.kind === 'insert') return <InsertDialog slot={asked.slot} />
  if (asked?.kind === 'refactor') return <Refactoring wanted={asked.wanted} />
  if (asked?.kind === 'locked') return <LockedDialog id={asked.id} />
  if (asked?.kind === 'update') return <UpdateDialog id={asked.id} />
  if (asked?.kind === 'make') return <MakeDialog />
  return asked?.kind === 'move' ? <MoveDialog /> : null
}

function Design() {
  const { region } = useEditor()
  const note = (event: FocusEvent): void => {
    const at = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-region]') : null
    region.current = at?.dataset.region ?? ''
  }
  return (
    <Dragging>
      <div className={css.design} onFocusCapture={note}>
        <Side />
        <Canvas />
        <Panel />
      </div>
      <Asked />
    </Dragging>
  )
}

/** What a problem or a conflict points at is shown where it can be mended. Listens without drawing anything anew. */
function useArrival(isAway: boolean, arrive: () => void): void {
  const draft = useDraft<Form>()
  const latest = useRef(arrive)
  latest.current = arrive
  useEffect(() => {
    if (!isAway) return
    const before = draft.get().history.selection
    return draft.subscribe(() => {
      const { selection } = draft.get().history
      if (selection !== before && selection.length > 0) latest.current()
    })
  }, [draft, isAway])
}

/** The editor of a form. */
export function FormEditor() {
  const { t } = useI18n()
  const [tab, setTab] = useState<string | null>('design')
  const draft = useDraft<Form>()
  useArrival(tab !== 'design', () => setTab('design'))
  useGoalArrival(() => setTab('translations'))
  const open = (owner: string): void => {
    setTab('design')
    draft.select(owner ? [owner] : [])
  }
  return (
    <AroundProvider form={draft.get().history.present.key}>
      <EditorProvider>
        <FormCommands onTab={setTab} />
        <TakeBack address={{ kind: 'form', key: draft.get().history.present.key }} />
        <Tabs value={tab} onChange={setTab} keepMounted={false} className={css.tabs}>
          <Tabs.List aria-label={t('builder.tabs')}>
            <Tabs.Tab value="design">{t('builder.tab.design')}</Tabs.Tab>
            <Tabs.Tab value="rules">{t('builder.tab.rules')}</Tabs.Tab>
            <Tabs.Tab value="translations">{t('builder.tab.translations')}</Tabs.Tab>
            <Tabs.Tab value="json">{t('builder.tab.json')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="design" className={css.tab}><Design /></Tabs.Panel>
          <Tabs.Panel value="rules" className={css.tab} data-part="rules"><RulesTab onOpen={() => setTab('design')} /></Tabs.Panel>
          <Tabs.Panel value="translations" className={css.tab} data-part="translations"><Translations onOpen={open} isLocked={(owner) => isLocked(draft.get().history.present, owner)} /></Tabs.Panel>
          <Tabs.Panel value="json" className={css.tab} data-part="json"><JsonTab /></Tabs.Panel>
        </Tabs>
      </EditorProvider>
    </AroundProvider>
  )
}
