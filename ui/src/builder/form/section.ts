import { current, isDraft, produce } from 'immer'
import type { Field, Form, Page, Text } from '../../fields/types'
import { newId } from '../document/id'
import { equal, type Json } from '../document/json'
import { carryCel, rowName } from './cel'
import { find, isPage, pathOf, type Spot, walk } from './tree'
import { conditionsOf, ownRules } from './uses'

// A section is a form of one page that other forms link to. A link is a group or repeat that says the key of the section and
// holds a copy of its fields: what the link is, its content says. Go has the same in builder/form/section.go.

/** A link where it stands. */
export interface Link {
  field: Field & { section: string }
  /** How rules name what is in it: home, owners[].home, of a repeat rows[]. */
  place: string
}

/** For what a copy is made. */
export interface CopyFor {
  /** Id of the link. */
  link: string
  place: string
  locales: readonly string[]
}

export const isLink = (node: Page | Field): node is Link['field'] => !isPage(node) && node.section !== undefined

/** How rules name what is in a page, a group or a repeat; "" is the whole form. */
export const placeOf = (spot: Spot): string => (isPage(spot.node) || spot.node.type !== 'repeat' ? pathOf(spot) : `${pathOf(spot)}[]`)

/** The links of a form. What a copy links to itself belongs to the copy. */
export function linksOf(form: Form): Link[] {
  const links: Link[] = []
  walk(form, (spot) => {
    if (isLink(spot.node) && !spot.above.some(isLink)) links.push({ field: spot.node, place: placeOf(spot) })
  })
  return links
}

/** The link whose copy a field belongs to; undefined for what is free to be changed. */
export const lockOf = (form: Form, id: string): Link['field'] | undefined => find(form, id)?.above.find(isLink)

const lockedIn = new WeakMap<Form, ReadonlySet<string>>()

/** Whether a field belongs to the copy of a section, and is changed there alone. Asked for each text of a form, it goes through it once. */
export function isLocked(form: Form, id: string): boolean {
  let locked = lockedIn.get(form)
  if (!locked) {
    const found = new Set<string>()
    walk(form, ({ node, above }) => void (above.some(isLink) && found.add(node.id)))
    locked = found
    if (!isDraft(form)) lockedIn.set(form, locked)
  }
  return locked.has(id)
}

/** Whether fields may be put into a page or group. */
export function isOpen(form: Form, parent: string): boolean {
  const spot = find(form, parent)
  return parent === '' || (spot !== undefined && !isLink(spot.node) && !spot.above.some(isLink))
}

/** The copy of a section's fields for a link. */
export function copyOf(section: Form, { link, place, locales }: CopyFor): Field[] {
  const fields = carried(section.pages[0]?.fields ?? [], '', place)
  return produce(fields, (draft) => {
    eachField(draft, (field) => {
      field.id = `${link}.${field.id}`
      reduce(field, locales)
    })
  })
}

/** Leaves a field the texts in some languages. A text that says nothing in any of them is none. */
function reduce(field: Field, locales: readonly string[]): void {
  for (const text of textsOf(field)) for (const locale of Object.keys(text)) if (!locales.includes(locale)) delete text[locale]
  for (const name of ownTexts) if (field[name] && Object.keys(field[name]).length === 0) delete field[name]
}

/** Goes through fields and what is in them, with the repeats around each, outermost first. */
function eachField(fields: Field[], visit: (field: Field, rows: readonly string[]) => void, around: { place: string; rows: readonly string[] } = { place: '', rows: [] }): void {
  for (const field of fields) {
    visit(field, around.rows)
    if (!field.fields) continue
    const path = join(around.place, field.key)
    eachField(field.fields, visit, field.type === 'repeat' ? { place: `${path}[]`, rows: [...around.rows, path] } : { place: path, rows: around.rows })
  }
}

/** A path below a place; "" is the whole form. */
export const join = (place: string, key: string): string => [place, key].filter(Boolean).join('.')

const ownTexts = ['label', 'hint', 'help', 'content'] as const

/** The texts of one field; not of those in it. */
const textsOf = (field: Field): Text[] =>
  [...ownTexts.map((name) => field[name]), ...(field.options ?? []).map((o) => o.label), ...(field.validations ?? []).map((v) => v.message)].filter((text) => text !== undefined)

/** Fields whose rules read of each other at one place, with rules that do so at another: "" is the whole form. */
export function carried(fields: readonly Field[], from: string, to: string): Field[] {
  if (from === to) return [...fields]
  return produce(fields as Field[], (draft) => {
    eachField(draft, (field, rows) => {
      for (const rule of ownRules(field)) {
        for (const condition of conditionsOf(rule)) {
          condition.field = carriedPath(condition.field, from, to)
          if (condition.valueField !== undefined) condition.valueField = carriedPath(condition.valueField, from, to)
        }
        if (rule.cel !== undefined) rule.cel = carryCel(rule.cel, { rows: [...rowsOf(from), ...rows.map((row) => join(from, row))], heads: headsOf(from, to, rows.length) })
      }
    })
  })
}

const beside = /^(checks|case)(\.|$)/

function carriedPath(path: string, from: string, to: string): string {
  if (beside.test(path)) return path
  if (path.startsWith('previous.')) return `previous.${carriedPath(path.slice('previous.'.length), from, to)}`
  if (from !== '' && !path.startsWith(`${from}.`)) return path
  return join(to, from === '' ? path : path.slice(from.length + 1))
}

/** The repeats that a place lies in: of owners[].homes[] they are owners and owners[].homes. */
const rowsOf = (place: string): string[] => [...place.matchAll(/\[\]/g)].map(({ index }) => place.slice(0, index))

/** What CEL writes to read of one place at another: the answers themselves, and those before a change. */
function headsOf(from: string, to: string, depth: number): Map<string, string> {
  const isInRows = from.includes('[]')
  return new Map([
    [isInRows && rowName(depth) === undefined ? '' : from, headOf(to, 'answers', depth)],
    [isInRows ? 'previous' : join('previous', from), headOf(to, 'previous', depth)],
  ])
}

/** How CEL names a place from inside of some repeats that stand in it. What it has no words for keeps those of the whole form. */
function headOf(place: string, root: 'answers' | 'previous', depth: number): string {
  const at = place.lastIndexOf('[]')
  if (at < 0) return join(root, place)
  const row = root === 'answers' ? rowName(depth) : undefined
  return row === undefined ? root : row + place.slice(at + 2)
}

/** Whether a link holds the copy of a section. A text that lacks in a language is no difference, nor is one that the form has no longer. */
export function isCopy(held: readonly Field[], section: Form, at: CopyFor): boolean {
  const copy = copyOf(section, at)
  return equal(completed(held, copy, at.locales) as unknown as Json, copy as unknown as Json)
}

/** Whether a link that holds the copy of a section lacks texts which that has: their language came later. */
export const lacksTexts = (held: readonly Field[], section: Form, at: CopyFor): boolean =>
  !equal(reduced(held, at.locales) as unknown as Json, copyOf(section, at) as unknown as Json)

const reduced = (held: readonly Field[], locales: readonly string[]): Field[] => produce(held as Field[], (draft) => eachField(draft, (field) => reduce(field, locales)))

/**
 * What is held, with the texts that it lacks taken from the copy. One that it lacks wholly is taken where the copy has it
 * only in languages that nothing is held in: they came later.
 */
function completed(held: readonly Field[], copy: readonly Field[], locales: readonly string[]): Field[] {
  const byId = new Map<string, Field>()
  eachField(copy as Field[], (field) => void byId.set(field.id, field))
  const own = reduced(held, locales)
  const spoken = new Set<string>()
  eachField(own, (field) => textsOf(field).forEach((text) => Object.keys(text).forEach((locale) => spoken.add(locale))))
  return produce(own, (draft) => eachField(draft, (field) => fill(field, byId.get(field.id), spoken)))
}

function fill(field: Field, like: Field | undefined, spoken: ReadonlySet<string>): void {
  if (!like) return
  for (const name of ownTexts) {
    const [text, from] = [field[name], like[name]]
    if (from && (text || !Object.keys(from).some((locale) => spoken.has(locale)))) field[name] = { ...from, ...text }
  }
  field.options?.forEach((o, i) => { o.label = { ...like.options?.[i]?.label, ...o.label } })
  field.validations?.forEach((v, i) => { v.message = { ...like.validations?.[i]?.message, ...v.message } })
}

/** What a change of the form's structure made of its links, with rules that read of where they stand now. */
export function settled(before: Form, after: Form): Form {
  const was = new Map(linksOf(before).map((each) => [each.field.id, each]))
  const moved = linksOf(after).filter(({ field, place }) => was.has(field.id) && was.get(field.id)!.place !== place)
  if (moved.length === 0) return after
  return produce(after, (draft) => {
    for (const { field, place } of moved) {
      const { field: old, place: from } = was.get(field.id)!
      ;(find(draft, field.id)!.node as Field).fields = carried(old.fields ?? [], from, place)
    }
  })
}

/** The links of a page or field, with how rules would name what is in them if it stood at the top of a form. */
function linksIn(node: Page | Field, visit: (link: Link) => void): void {
  const step = (field: Field, above: string): void => {
    const own = join(above, field.key)
    const place = field.type === 'repeat' ? `${own}[]` : own
    if (isLink(field)) visit({ field, place })
    else field.fields?.forEach((inner) => step(inner, place))
  }
  if (isPage(node)) node.fields.forEach((field) => step(field, ''))
  else step(node, '')
}

/** A page or field for another place: the links in it read as if it stood at the top of a form, which attached undoes. */
export function detached(form: Form, id: string): Page | Field {
  const node = structuredClone(find(form, id)!.node)
  const places = new Map(linksOf(form).map(({ field, place }) => [field.id, place]))
  linksIn(node, ({ field, place }) => { field.fields = carried(field.fields ?? [], places.get(field.id) ?? place, place) })
  return node
}

/** Makes links that came with a detached page or field, which may be changed in place, read of where they stand now. */
export function attached(form: Form, id: string, node: Page | Field): void {
  const places: string[] = []
  linksIn(node, ({ place }) => void places.push(place))
  const now = linksOf(form).filter(({ field }) => field.id === id || (find(form, field.id)?.above.some((each) => each.id === id) ?? false))
  now.forEach(({ field, place }, i) => {
    const from = places[i] ?? place
    if (from !== place) field.fields = carried(plain(field.fields ?? []), from, place)
  })
}

const plain = (fields: Field[]): Field[] => (isDraft(fields) ? current(fields) : fields)

/** Gives what belongs to a link ids that begin with its own. */
export function renewIds(link: Link['field'], before: string): void {
  eachField(link.fields ?? [], (field) => {
    field.id = link.id + (field.id?.startsWith(`${before}.`) ? field.id.slice(before.length) : `.${newId()}`)
  })
}
