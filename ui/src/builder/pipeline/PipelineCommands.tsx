import { useI18n } from '../../i18n/I18n'
import { type Command, useCommands } from '../../desk/shell/commands'
import { useShortcuts } from '../../desk/shell/shortcuts'
import { useActions } from './actions'
import { useBench } from './bench'
import * as commands from './commands'
import { useSpeech } from './editing'

const lists = ['messages', 'papers', 'checks', 'reasons', 'scores', 'attributes', 'scenarios'] as const

/** What can be done to a pipeline, and where one can go in it, for the list of commands and the list of keys. */
export function PipelineCommands({ onTranslations }: { onTranslations: () => void }) {
  const { t } = useI18n()
  const { text } = useSpeech()
  const { p, id, run, select, wording, words } = useBench()
  const actionsOf = useActions()
  useShortcuts([
    { keys: '↑ ↓ → ←', label: t('palette.keys.walk') },
    { keys: 'a', label: t('flow.action.append') },
    { keys: 'c', label: t('flow.action.connect') },
    { keys: 'd', label: t('flow.action.duplicate') },
    { keys: 'F2', label: t('flow.action.rename') },
    { keys: 'Alt+↑ Alt+↓', label: t('palette.keys.move') },
    { keys: 'Delete', label: t('flow.action.remove') },
  ])
  useCommands(() => {
    const show = (to: string) => (): void => {
      select(to)
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-item="${CSS.escape(to)}"]`)?.focus({ preventScroll: true }))
    }
    const stageName = (key: string): string => text(p.stages.find((s) => s.key === key)?.name) || key
    const stages = p.stages.map((s): Command => ({ id: `stages/${s.key}`, title: text(s.name) || s.key, group: t('palette.stages'), words: s.key, run: show(`stages/${s.key}`) }))
    const moves = p.transitions.map((m): Command => ({
      id: `transitions/${m.key}`, title: words.trigger(m), group: t('palette.transitions'), words: m.key, where: `${stageName(m.from)} → ${stageName(m.to)}`, run: show(`transitions/${m.key}`),
    }))
    const members = lists.flatMap((list) => (p[list] ?? []).map((m): Command => ({ id: `${list}/${m.key}`, title: ('title' in m && text(m.title)) || ('subject' in m && text(m.subject)) || m.key, group: t(`flow.view.${list}`), words: m.key, run: () => select(`${list}/${m.key}`) })))
    const own = id ? actionsOf(id).filter((a) => !a.isOff).map((a): Command => ({ id: `do ${a.name}`, title: a.label, group: t('palette.do'), keys: a.keys, run: a.run })) : []
    return [
      ...own,
      { id: 'add stage', title: t('flow.addStage'), group: t('palette.adding'), run: () => run(commands.addStage(wording('stage'))) },
      { id: 'settings', title: t('flow.settings'), group: t('palette.do'), run: () => select('') },
      { id: 'translations', title: t('builder.tab.translations'), group: t('palette.views'), run: onTranslations },
      ...stages, ...moves, ...members,
    ]
  })
  return null
}
