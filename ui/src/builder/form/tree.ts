import type { Field, Form, Page } from '../../fields/types'

/** A page or a field where it stands. */
export interface Spot {
  node: Page | Field
  /** The list that it stands in. */
  list: (Page | Field)[]
  index: number
  /** What it stands in, outermost first; empty for a page. */
  above: (Page | Field)[]
}

/** Where something may be put: before the index-th of the fields of a page or group; "" are the pages. */
export interface Slot {
  parent: string
  index: number
}

export const isPage = (node: Page | Field): node is Page => !('type' in node)

/** Goes through pages and fields in the order of the form, until a visitor says true. */
export function walk(form: Form, visit: (spot: Spot) => boolean | void): void {
  const step = (list: (Page | Field)[], above: (Page | Field)[]): boolean =>
    list.some((node, index) => visit({ node, list, index, above }) === true || step(node.fields ?? [], [...above, node]))
  step(form.pages, [])
}

/** The page or field with an id. */
export function find(form: Form, id: string): Spot | undefined {
  let found: Spot | undefined
  walk(form, (spot) => {
    if (spot.node.id === id) found = spot
    return found !== undefined
  })
  return found
}

/** The fields of a page or group, or the pages; undefined for what holds none. */
export function listOf(form: Form, parent: string): (Page | Field)[] | undefined {
  return parent === '' ? form.pages : find(form, parent)?.node.fields
}

/** Whether a field with an id lies inside a group, however deep. */
export const holds = (group: Field, id: string | undefined): boolean => group.fields?.some((field) => field.id === id || holds(field, id)) ?? false

/** All ids in the order of the form. */
export function ids(form: Form): string[] {
  const all: string[] = []
  walk(form, ({ node }) => void all.push(node.id))
  return all
}

/** The ids without those that stand inside another of them: moving a group moves what is in it. */
export function outermost(form: Form, wanted: readonly string[]): string[] {
  const chosen = new Set(wanted)
  const out: string[] = []
  walk(form, ({ node, above }) => {
    if (chosen.has(node.id) && !above.some((each) => chosen.has(each.id))) out.push(node.id)
  })
  return out
}

/** How rules name a field: address.city, owners[].share. "" for a page. */
export function pathOf(spot: Spot): string {
  if (isPage(spot.node)) return ''
  const groups = spot.above.filter((each): each is Field => !isPage(each))
  return [...groups.map((each) => (each.type === 'repeat' ? `${each.key}[]` : each.key)), spot.node.key].join('.')
}

/** The keys that neighbours have: a field is named inside its group, or in the whole form; a page among pages. */
export function neighbours(form: Form, id: string): Set<string> {
  const spot = find(form, id)
  const group = spot?.above.findLast((each) => !isPage(each))
  return keysIn(form, spot && isPage(spot.node) ? '' : (group?.id ?? form.pages[0]?.id ?? ''), id)
}

/** The keys taken in the scope of a parent: a group's own, or those of all pages. */
function keysIn(form: Form, parent: string, except = ''): Set<string> {
  if (parent === '') return new Set(form.pages.filter((page) => page.id !== except).map((page) => page.key))
  const holder = find(form, parent)?.node
  const lists = holder && !isPage(holder) ? [holder.fields ?? []] : form.pages.map((page) => page.fields)
  return new Set(lists.flat().filter((field) => field.id !== except).map((field) => field.key))
}

/** Whether a definition may name a member so. */
export const isKey = (key: string): boolean => /^[a-z][a-z0-9_]{0,39}$/.test(key)

/** The wish, or the wish with the first number that makes it free. */
export function freeKey(wish: string, taken: Set<string>): string {
  if (isKey(wish) && !taken.has(wish)) return wish
  const stem = wish.replace(/[^a-z0-9_]/g, '_').replace(/^[^a-z]+/, '').slice(0, 36) || 'field'
  if (!taken.has(stem)) return stem
  for (let n = 2; ; n++) if (!taken.has(`${stem}_${n}`)) return `${stem}_${n}`
}

/** A key made of what people read: "Data de nascimento" becomes data_de_nascimento. Letters of other scripts give none. */
export function keyFrom(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 36).replace(/_+$/, '')
}
