import { Tabs } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useCommands } from '../../desk/shell/commands'
import { useShortcuts } from '../../desk/shell/shortcuts'
import { useAnnounce } from '../frame/Announcer'
import { useDraft, useDraftView } from '../frame/draftContext'
import { firstWords } from '../frame/firstWords'
import { useGoalArrival } from '../frame/goal'
import { useDone } from '../frame/Travel'
import type { Action } from '../pipeline/actions'
import { EditingProvider, useNewEditing, useSpeech } from '../pipeline/editing'
import editor from '../pipeline/editor.module.css'
import type { Finding } from '../pipeline/findings'
import { LocalText } from '../pipeline/LocalText'
import css from '../pipeline/panel.module.css'
import { FindingList, PanelHead } from '../pipeline/PanelHead'
import { useFill } from '../pipeline/useFill'
import { Languages } from '../translations/Languages'
import { Translations } from '../translations/Translations'
import * as commands from './commands'
import { FormChoice } from './FormChoice'
import { ItemList } from './ItemList'
import { ItemPanel } from './ItemPanel'
import type { Checklist } from './types'
import { useAnswers } from './useAnswers'

/** The findings by the key of their item; "" are those of the checklist. */
function byItem(list: Checklist, findings: readonly Finding[]): Map<string, Finding[]> {
  const owned = new Map<string, Finding[]>()
  for (const finding of findings) {
    const index = /^\/items\/(\d+)/.exec(finding.path)?.[1]
    const key = (index !== undefined && list.items[Number(index)]?.key) || ''
    owned.set(key, [...(owned.get(key) ?? []), finding])
  }
  return owned
}

function useRun(): (command: commands.ChecklistCommand | undefined) => void {
  const draft = useDraft<Checklist>()
  const announce = useAnnounce()
  const done = useDone()
  const { t } = useSpeech()
  return (command) => {
    if (command) draft.run(command)
    announce(command ? done(command.name) : t('flow.refused'))
  }
}

function useItemActions(list: Checklist, rename: () => void): (key: string) => Action[] {
  const { t } = useSpeech()
  const run = useRun()
  return (key) => {
    const at = list.items.findIndex((item) => item.key === key)
    if (at < 0) return []
    const all: Omit<Action, 'label'>[] = [
      { name: 'rename', keys: 'Enter', run: rename },
      { name: 'up', keys: 'Alt+ArrowUp', isOff: at === 0, run: () => run(commands.moveItem(list, key, -1)) },
      { name: 'down', keys: 'Alt+ArrowDown', isOff: at === list.items.length - 1, run: () => run(commands.moveItem(list, key, 1)) },
      { name: 'duplicate', keys: 'd', run: () => run(commands.duplicateItem(list, key)) },
      { name: 'remove', keys: 'Delete', run: () => run(commands.removeItem(list, key)) },
    ]
    return all.map((action) => ({ ...action, label: t(`flow.action.${action.name}`) }))
  }
}

type View = 'items' | 'translations'

/** What is shown; nothing is selected in the table of translations. */
function useView() {
  const draft = useDraft<Checklist>()
  const { selection } = useDraftView<Checklist>().history
  const [wanted, setView] = useState<View>('items')
  const show = (next: View, owner = ''): void => {
    setView(next)
    if (next === 'translations' || owner !== '' || selection.length > 0) draft.select(owner ? [owner] : [])
  }
  useGoalArrival(() => show('translations'))
  const view: View = selection.length > 0 ? 'items' : wanted
  return { view, show }
}

interface Offer {
  list: Checklist
  /** What can be done with the selected item. */
  actions: readonly Action[]
  add: () => void
  translate: () => void
}

/** The keys and commands of the editor. */
function useListCommands({ list, actions, add, translate }: Offer): void {
  const { t, text } = useSpeech()
  const draft = useDraft<Checklist>()
  useShortcuts([
    { keys: '↑ ↓', label: t('palette.keys.walk') },
    { keys: 'Enter', label: t('flow.action.rename') },
    { keys: 'd', label: t('flow.action.duplicate') },
    { keys: 'Alt+↑ Alt+↓', label: t('palette.keys.move') },
    { keys: 'Delete', label: t('flow.action.remove') },
  ])
  useCommands(() => [
    ...actions.filter((a) => !a.isOff).map((a) => ({ id: `do ${a.name}`, title: a.label, group: t('palette.do'), keys: a.keys, run: a.run })),
    { id: 'add item', title: t('palette.add', { name: t('flow.list.item') }), group: t('palette.adding'), run: add },
    { id: 'translations', title: t('builder.tab.translations'), group: t('palette.views'), run: translate },
    ...list.items.map((each) => ({ id: `item ${each.key}`, title: text(each.title) || each.key, group: t('palette.items'), words: each.key, run: () => draft.select([each.key]) })),
  ])
}

/** The editor of a checklist: its items in order, and the properties of the selected one. */
export function ChecklistEditor() {
  const { t, text } = useSpeech()
  const draft = useDraft<Checklist>()
  const { history, findings } = useDraftView<Checklist>()
  const list = history.present
  const item = list.items.find((each) => [each.key, `items/${each.key}`].includes(history.selection[0] ?? ''))
  const { view, show } = useView()
  const answers = useAnswers(list.key)
  const editing = useNewEditing(list.locales, answers.names, answers.readables)
  const owned = useMemo(() => byItem(list, findings as Finding[]), [list, findings])
  const run = useRun()
  const root = useFill<HTMLDivElement>()
  const renames = useRef(false)
  const rename = (): void => root.current?.querySelector<HTMLInputElement>('[data-name]')?.select()
  useEffect(() => {
    if (renames.current) rename()
    renames.current = false
  })
  const add = (): void => {
    renames.current = true
    run(commands.addItem('form', firstWords(list.locales, 'item'), item?.key))
  }
  const actionsOf = useItemActions(list, rename)
  useListCommands({ list, actions: item ? actionsOf(item.key) : [], add, translate: () => show('translations') })
  const leave = (): void => root.current?.querySelector<HTMLElement>(`[data-item="${item?.key ?? ''}"]`)?.focus()
  return (
    <EditingProvider value={editing}>
      <div ref={root} className={editor.editor} data-wide={view === 'translations' || undefined}>
        <Tabs value={view} data-part="view" onChange={(next) => show(next as View)} keepMounted={false} classNames={{ root: editor.views, panel: editor.view, tab: editor.tab }}>
          <Tabs.List aria-label={t('builder.tabs')}>
            <Tabs.Tab value="items">{t('palette.items')}</Tabs.Tab>
            <Tabs.Tab value="translations">{t('builder.tab.translations')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="items"><ItemList list={list} selected={item?.key ?? ''} findings={owned} actionsOf={actionsOf} onSelect={(key) => draft.select([key])} onOpen={rename} onAdd={add} /></Tabs.Panel>
          <Tabs.Panel value="translations"><Translations onOpen={(owner) => show('items', owner)} /></Tabs.Panel>
        </Tabs>
        {view === 'items' && <aside className={css.panel} aria-label={t('flow.panel')} data-part="panel" onKeyDown={(e) => e.key === 'Escape' && leave()}>
          <PanelHead kind={t(item ? 'flow.list.item' : 'flow.list.checklist')} title={text(item?.title ?? list.title) || (item?.key ?? list.key)} actions={item ? actionsOf(item.key) : []} />
          <div className={css.body} key={item?.key ?? ''}>
            <FindingList findings={owned.get(item?.key ?? '') ?? []} />
            {item && <ItemPanel list={list} item={item} />}
            {!item && <LocalText isName label={t('flow.list.titleOf')} value={list.title} onChange={(l, v) => draft.run(commands.setText(list, '', 'title', l, v))} />}
            {!item && <Languages />}
            {(!item || !answers.form.isKnown) && <section className={css.section}><FormChoice form={answers.form} /></section>}
          </div>
        </aside>}
      </div>
    </EditingProvider>
  )
}
