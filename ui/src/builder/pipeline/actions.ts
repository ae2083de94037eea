import { useI18n } from '../../i18n/I18n'
import { type Bench, useBench } from './bench'
import * as commands from './commands'
import { placeOf } from './types'

/** Something that can be done to what is selected, by mouse and by key alike. */
export interface Action {
  name: 'append' | 'insert' | 'connect' | 'rename' | 'up' | 'down' | 'duplicate' | 'remove'
  label: string
  /** The key that does it where the focus is on a stage or transition. */
  keys: string
  isOff?: boolean
  run: () => void
}

function ranked(bench: Bench, id: string): Pick<Action, 'name' | 'isOff' | 'run'>[] {
  const { at, among } = commands.rankOf(bench.p, id)
  return [
    { name: 'up', isOff: at <= 0, run: () => bench.run(commands.move(bench.p, id, -1)) },
    { name: 'down', isOff: at < 0 || at >= among.length - 1, run: () => bench.run(commands.move(bench.p, id, 1)) },
    { name: 'duplicate', run: () => bench.run(commands.duplicate(bench.p, [id])) },
    { name: 'remove', run: () => bench.remove(id) },
  ]
}

const keys: Record<Action['name'], string> = {
  append: 'a', insert: 'a', connect: 'c', rename: 'F2', up: 'Alt+ArrowUp', down: 'Alt+ArrowDown', duplicate: 'd', remove: 'Delete',
}

/** What can be done to a member of the pipeline. */
export function useActions(): (id: string) => Action[] {
  const bench = useBench()
  const { t } = useI18n()
  const { p, run, wording } = bench
  return (id) => {
    const place = placeOf(id)
    if (!place) return []
    const words = { name: wording('stage'), title: wording('way') }
    const own: Pick<Action, 'name' | 'run'>[] =
      place.list === 'stages'
        ? [{ name: 'append', run: () => run(commands.appendStage(place.key, words)) }, { name: 'connect', run: () => bench.connect(place.key) }, { name: 'rename', run: bench.rename }]
        : place.list === 'transitions'
          ? [{ name: 'insert', run: () => run(commands.insertStageOn(p, place.key, words)) }, { name: 'rename', run: bench.rename }]
          : [{ name: 'rename', run: bench.rename }]
    return [...own, ...ranked(bench, id)].map((each) => ({ ...each, keys: keys[each.name], label: t(`flow.action.${each.name}`) }))
  }
}

/** Carries out the action of a key, if there is one for it. */
export function press(actions: readonly Action[], event: { key: string; altKey: boolean; ctrlKey: boolean; metaKey: boolean }): boolean {
  if (event.ctrlKey || event.metaKey) return false
  const keys = `${event.altKey ? 'Alt+' : ''}${event.key === 'Backspace' ? 'Delete' : event.key}`
  const action = actions.find((each) => each.keys === keys && !each.isOff)
  action?.run()
  return action !== undefined
}
