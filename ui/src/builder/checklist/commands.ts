import { produce } from 'immer'
import type { Text } from '../../fields/types'
import type { Command } from '../document/draft'
import { called, type StepName } from '../document/history'
import type { Json } from '../document/json'
import { freeKey, keyFrom } from '../form/tree'
import { assign, keyPattern } from '../pipeline/commands'
import type { Checklist, Item, ItemKind } from './types'

export type ChecklistCommand = Command<Checklist>

const change = (name: StepName, edit: (list: Checklist) => string | void, place?: string): ChecklistCommand => ({
  name,
  place,
  run: (list) => {
    let selected: string | void = undefined
    const after = produce(list, (draft) => {
      selected = edit(draft)
    })
    return { after, selection: selected === undefined ? undefined : selected ? [selected] : [] }
  },
})

const at = (list: Checklist, key: string): number => list.items.findIndex((item) => item.key === key)

const nameOf = (list: Checklist, key: string): string | Text => called(list.items[at(list, key)]?.title, key || list.key)

const taken = (list: Checklist): Set<string> => new Set(list.items.map((item) => item.key))

/** Adds an item behind another, or at the end. */
export const addItem = (kind: ItemKind, title: Text, behind = ''): ChecklistCommand =>
  change({ key: 'flow.step.add.items' }, (list) => {
    const key = freeKey(keyFrom(title[list.defaultLocale] ?? '') || 'item', taken(list))
    list.items.splice(at(list, behind) + 1 || list.items.length, 0, { key, kind, title })
    return key
  })

/** Takes an item away; those that waited for it wait no more, and its heading goes to the next. */
export const removeItem = (list: Checklist, key: string): ChecklistCommand =>
  change({ key: 'flow.step.remove', params: { name: nameOf(list, key) } }, (draft) => {
    const index = at(draft, key)
    if (index < 0) return
    const [gone] = draft.items.splice(index, 1)
    const next = draft.items[index]
    if (gone?.heading && next && !next.heading) next.heading = gone.heading
    for (const item of draft.items) waitFor(item, (item.after ?? []).filter((each) => each !== key))
    return (draft.items[index] ?? draft.items[index - 1])?.key ?? ''
  })

function waitFor(item: Item, after: string[]): void {
  if (after.length === (item.after ?? []).length) return
  if (after.length > 0) item.after = after
  else delete item.after
}

/** Puts a copy behind an item. */
export const duplicateItem = (list: Checklist, key: string): ChecklistCommand =>
  change({ key: 'flow.step.duplicate', params: { name: nameOf(list, key) } }, (draft) => {
    const index = at(draft, key)
    if (index < 0) return
    const copy = { ...(JSON.parse(JSON.stringify(draft.items[index])) as Item), key: freeKey(key, taken(draft)) }
    draft.items.splice(index + 1, 0, copy)
    return copy.key
  })

/** Moves an item one place up (-1) or down (1). Undefined at the end. */
export function moveItem(list: Checklist, key: string, by: -1 | 1): ChecklistCommand | undefined {
  const index = at(list, key)
  if (index < 0 || !list.items[index + by]) return undefined
  return change({ key: 'flow.step.move', params: { name: nameOf(list, key), position: index + by + 1, count: list.items.length } }, (draft) => {
    const from = at(draft, key)
    draft.items.splice(from + by, 0, ...draft.items.splice(from, 1))
  })
}

/** Gives an item another key; those that wait for it follow. Undefined when the key is taken or none. */
export function renameItem(list: Checklist, key: string, to: string): ChecklistCommand | undefined {
  if (at(list, key) < 0 || !keyPattern.test(to) || taken(list).has(to)) return undefined
  return change({ key: 'flow.step.rename', params: { name: nameOf(list, key), key: to } }, (draft) => {
    for (const item of draft.items) {
      if (item.key === key) item.key = to
      if (item.after?.includes(key)) item.after = item.after.map((each) => (each === key ? to : each))
    }
    return to
  })
}

/** Sets a property of an item, or of the checklist (""); undefined takes it away. */
export const set = (list: Checklist, key: string, path: readonly string[], value: Json): ChecklistCommand =>
  change({ key: 'flow.step.set', params: { name: nameOf(list, key), property: path[0] ?? '' } }, (draft) => {
    const target = key === '' ? draft : draft.items[at(draft, key)]
    if (target) assign(target as unknown as Record<string, Json>, path, value)
  }, `${key}/${path.join('/')}`)

/** Sets one language of a text. A hint or a heading that is empty in all languages is none. */
export const setText = (list: Checklist, key: string, part: 'title' | 'hint' | 'heading', locale: string, value: string): ChecklistCommand =>
  change({ key: 'flow.step.text', params: { name: nameOf(list, key) } }, (draft) => {
    const target = key === '' ? draft : draft.items[at(draft, key)]
    if (!target) return
    assign(target as unknown as Record<string, Json>, [part, locale], value)
    for (const optional of ['hint', 'heading'] as const) {
      if (optional in target && Object.values((target as Item)[optional] ?? {}).every((text) => text === '')) delete (target as Item)[optional]
    }
  }, `${key}/${part}/${locale}`)

/** The items that an item may wait for: not itself, and none that waits for it already. */
export function mayWaitFor(list: Checklist, key: string): string[] {
  const waits = (item: Item | undefined, seen: Set<string>): boolean =>
    !!item && !seen.has(item.key) && (item.after ?? []).some((each) => each === key || waits(list.items[at(list, each)], seen.add(item.key)))
  return list.items.filter((item) => item.key !== key && !waits(item, new Set())).map((item) => item.key)
}
