import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { begin, record, redo, undo } from '../document/history'
import * as commands from './commands'
import type { Checklist } from './types'
import { numbers } from '../document/numbers'

const shipped = (): Checklist =>
  (JSON.parse(readFileSync(new URL('../../../../schemas/templates/pf-account.json', import.meta.url), 'utf8')) as { checklists: Checklist[] }).checklists[0]!

function anyCommand(list: Checklist, random: () => number): commands.ChecklistCommand | undefined {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!
  const key = pick(list.items).key
  const n = Math.floor(random() * 50)
  return pick([
    () => commands.addItem(pick(['form', 'document', 'payment']), { 'pt-BR': `Item ${n}` }, random() < 0.5 ? key : ''),
    () => (list.items.length > 3 ? commands.removeItem(list, key) : undefined),
    () => commands.duplicateItem(list, key),
    () => commands.moveItem(list, key, pick([-1, 1])),
    () => commands.renameItem(list, key, `key_${n}`),
    () => commands.set(list, key, ['due'], random() < 0.3 ? undefined : `P${n}D`),
    () => commands.set(list, key, ['after'], commands.mayWaitFor(list, key).slice(0, 2)),
    () => commands.setText(list, key, 'hint', 'en', pick(['', 'Help'])),
    () => commands.setText(list, key, 'heading', 'en', pick(['', 'About you'])),
  ])()
}

describe('the history of a checklist', () => {
  it.each([1, 2, 3, 4, 5])('gives back what was before 200 changes, and after them (seed %i)', (seed) => {
    const random = numbers(seed)
    const start = shipped()
    const kept = JSON.stringify(start)
    let h = begin<Checklist, string[]>(start, [])
    while (h.past.length < 200) {
      const command = anyCommand(h.present, random)
      if (!command) continue
      const { after, selection } = command.run(h.present)
      h = record(h, { name: command.name, after, to: selection ?? h.selection, place: command.place, at: h.past.length * 10_000 })
      const keys = after.items.map((item) => item.key)
      expect(new Set(keys).size).toBe(keys.length)
      for (const item of after.items) for (const each of item.after ?? []) expect(keys).toContain(each)
    }
    const end = JSON.stringify(h.present)
    while (h.past.length > 0) h = undo(h).history
    expect(JSON.stringify(h.present)).toBe(kept)
    while (h.future.length > 0) h = redo(h).history
    expect(JSON.stringify(h.present)).toBe(end)
  })
})

it('lets nothing wait for what waits for it', () => {
  const list = shipped()
  expect(commands.mayWaitFor(list, 'identity')).not.toContain('guardian')
  expect(commands.mayWaitFor(list, 'guardian')).toContain('identity')
})
