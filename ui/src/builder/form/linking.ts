import { produce } from 'immer'
import type { Field, Form, Page, Rule, Text } from '../../fields/types'
import { textIn } from '../../i18n/text'
import type { Command } from '../document/draft'
import { newId } from '../document/id'
import { equal, type Json } from '../document/json'
import { remarked } from '../document/outdated'
import { insert } from './commands'
import { carried, copyOf, isLink, join, placeOf } from './section'
import { find, freeKey, isPage, keyFrom, neighbours, outermost, pathOf, type Slot, type Spot } from './tree'
import { isWithin, pathsOf, renameAll, rulesOf } from './uses'

type FormCommand = Command<Form>

/** The texts of another definition, in the languages of this one. */
const inLocalesOf = (form: Form, text: Text): Text => Object.fromEntries(form.locales.flatMap((l) => (text[l] === undefined ? [] : [[l, text[l]]])))

const titleOf = (form: Form, section: Form): string => section.title[form.defaultLocale] ?? section.title[section.defaultLocale] ?? section.key

/** Puts in a link to a section: a group that holds a copy of its fields. */
export function link(form: Form, section: Form, slot: Slot): FormCommand {
  const label = { [form.defaultLocale]: titleOf(form, section), ...inLocalesOf(form, section.title) }
  const group: Field = { id: '', key: keyFrom(section.key) || 'section', type: 'group', label, section: section.key, fields: [] }
  const plain = insert([group], slot, { key: 'section.step.link', params: { name: titleOf(form, section) } })
  return {
    ...plain,
    run: (present) => {
      const { after, selection = [] } = plain.run(present)
      const node = find(after, selection[0] ?? '')?.node
      const added = node && isPage(node) ? node.fields[0] : node
      return { after: added ? filled(after, added.id, section) : after, selection: added ? [added.id] : selection }
    },
  }
}

/** The form with a copy of the section in one of its links. */
function filled(form: Form, id: string, section: Form): Form {
  const spot = find(form, id)
  if (!spot) return form
  const copy = copyOf(section, { link: id, place: placeOf(spot), locales: form.locales })
  return produce(form, (draft) => {
    const node = find(draft, id)!.node as Field
    node.fields = copy
  })
}

/** Brings a link to a version of its section. A field that is the same and has another key is named so by the rules of the form. */
export function update(form: Form, id: string, section: Form): FormCommand {
  return {
    name: { key: 'section.step.update', params: { name: nameIn(form, id) } },
    run: (present) => {
      const spot = find(present, id)
      if (!spot || !isLink(spot.node)) return { after: present }
      const after = produce(filled(present, id, section), (draft) => renameAll(draft, renamed(present, draft, id)))
      // What is in the copy names itself as its section does, whatever the names were before.
      return { after: filled(after, id, section), selection: [id] }
    },
  }
}

/** The paths of fields that a link holds before and after, where they differ. */
function renamed(before: Form, after: Form, link: string): Map<string, string> {
  const moved = new Map<string, string>()
  const visit = (field: Field): void => {
    const was = find(before, field.id)
    const is = find(after, field.id)
    if (was && is && pathOf(was) !== pathOf(is)) moved.set(pathOf(was), pathOf(is))
    field.fields?.forEach(visit)
  }
  find(after, link)?.node.fields?.forEach(visit)
  return moved
}

/** Makes the fields of a link the form's own. */
export function unlink(form: Form, id: string): FormCommand {
  return {
    name: { key: 'section.step.unlink', params: { name: nameIn(form, id) } },
    run: (present) => ({
      after: produce(present, (draft) => {
        const node = find(draft, id)?.node
        if (node && isLink(node)) delete (node as Field).section
      }),
      selection: [id],
    }),
  }
}

function nameIn(form: Form, id: string): string {
  const node = find(form, id)?.node
  return node && !isPage(node) ? node.label?.[form.defaultLocale] || node.key : ''
}

/** What is made a section: one group, whose fields it takes, or fields that stand in one list. */
export interface Chosen {
  ids: readonly string[]
  fields: readonly Field[]
  /** Where the fields are, as rules name it; "" is the whole form. */
  place: string
  /** The group whose fields they are; none where they stand beside others. */
  group: Field | undefined
}

/** What can be made a section of the selection; or why it cannot. */
export function chosen(form: Form, selection: readonly string[]): Chosen | 'none' | 'pages' | 'apart' | 'linked' {
  const spots = outermost(form, selection).map((id) => find(form, id)!)
  const [first] = spots
  if (!first) return 'none'
  if (spots.some((spot) => isPage(spot.node))) return 'pages'
  if (spots.some((spot) => spot.list !== first.list)) return 'apart'
  const fields = spots.map((spot) => spot.node as Field)
  if (spots.some((spot) => isLink(spot.node) || spot.above.some(isLink)) || fields.some(holdsLink)) return 'linked'
  const ids = fields.map((field) => field.id)
  const only = fields.length === 1 ? fields[0]! : undefined
  if (only?.fields) return only.fields.length > 0 ? { ids, fields: only.fields, place: placeOf(first), group: only } : 'none'
  return { ids, fields, place: aroundOf(first), group: undefined }
}

const holdsLink = (field: Field): boolean => field.fields?.some((inner) => isLink(inner) || holdsLink(inner)) ?? false

/** The place that a field stands in; pages are none. */
function aroundOf({ above }: Spot): string {
  const holder = above.at(-1)
  return holder && !isPage(holder) ? placeOf({ node: holder, above: above.slice(0, -1), list: [], index: 0 }) : ''
}

/** A rule of what is chosen that reads what is not. */
export interface Reach {
  node: string
  path: string
}

/** The answers outside of what is chosen that its rules read: a section knows of none. */
export function reaches(form: Form, { fields, place }: Chosen): Reach[] {
  const inside = fields.map((field) => join(place, field.key))
  const own = new Set<string>()
  const note = (field: Field): void => {
    own.add(field.id)
    field.fields?.forEach(note)
  }
  fields.forEach(note)
  return rulesOf(form).filter(({ node }) => own.has(node)).flatMap(({ node, rule }) => {
    const rows = rowsAround(form, node)
    return [...new Set(answersIn(rule, rows))].filter((path) => !inside.some((each) => isWithin(path, each))).map((path) => ({ node, path }))
  })
}

/** The repeats that a field stands in, innermost first. */
function rowsAround(form: Form, id: string): string[] {
  const spot = find(form, id)
  return (spot?.above ?? []).flatMap((node, i) => (!isPage(node) && node.type === 'repeat' ? [placeOf({ node, above: spot!.above.slice(0, i), list: [], index: 0 })] : [])).reverse()
}

/** The answers that a rule reads. */
function answersIn(rule: Rule, rows: readonly string[]): string[] {
  return pathsOf(rule).flatMap((path) => {
    if (rule.cel === undefined) return /^(checks|case)(\.|$)/.test(path) ? [] : [path.replace(/^previous\./, '')]
    const [root = '', ...rest] = path.split('.')
    if (root === 'answers' || root === 'previous') return [rest.join('.')]
    const row = rows[['row', 'parent', 'grandparent'].indexOf(root)]
    return row === undefined ? [] : [[row, ...rest].join('.')]
  })
}

/** Whether what was chosen still is as it was: others may have changed it since. */
export function isAsChosen(form: Form, what: Chosen): boolean {
  if (what.ids.some((id) => !find(form, id))) return false
  const now = chosen(form, what.ids)
  return typeof now !== 'string' && now.place === what.place && equal(now.fields as unknown as Json, what.fields as unknown as Json)
}

/** What a section is called. */
interface Called {
  key: string
  title: string
  /** The language of that title. */
  locale: string
}

/** A section with the fields that are chosen, and what is known of their translations. */
export function sectionFrom(form: Form, { fields, place, group }: Chosen, { key, title, locale }: Called): Form {
  const addresses = new Map<string, string>()
  const renew = (field: Field): Field => {
    const id = newId()
    addresses.set(field.id, id)
    return { ...field, id, ...(field.fields && { fields: field.fields.map(renew) }) }
  }
  const label = inLocalesOf(form, group?.label ?? {})
  const page: Page = { id: newId(), key: 'page', title: label, fields: carried(fields, place, '').map(renew) }
  const renamed = (address: string): string[] => {
    if (group && address === `${group.id}/label`) return ['title', `${page.id}/title`]
    const [id = '', ...rest] = address.split('/')
    return addresses.has(id) ? [[addresses.get(id), ...rest].join('/')] : []
  }
  const marks = Object.entries(form.outdated ?? {}).map(([l, list]) => [l, list.flatMap(renamed).sort()] as const).filter(([, list]) => list.length > 0)
  const base = { key, title: label, locales: [...form.locales], defaultLocale: form.defaultLocale, section: true, pages: [page] } satisfies Form
  const since: Form = marks.length > 0 ? { ...base, outdated: Object.fromEntries(marks) } : base
  const isLabel = title === textIn(label, locale, form.defaultLocale)
  const text = { [form.defaultLocale]: title, ...label, ...(isLabel ? {} : { [locale]: title }) }
  return remarked({ since, now: since, after: { ...since, title: text, pages: [{ ...page, title: text }] } })
}

/** Replaces what is chosen, where it still is as it was, by a link to the section that was made of it. Rules of the form name the answers where they are now. */
export function replaceByLink(form: Form, what: Chosen, section: Form): FormCommand {
  const { ids: wanted, group, place } = what
  const name = { key: 'section.step.make', params: { name: titleOf(form, section) } }
  if (group) return { name, run: (present) => (isAsChosen(present, what) ? { after: linked(present, group.id, section), selection: [group.id] } : { after: present }) }
  const id = newId()
  return {
    name,
    run: (present) => {
      if (!isAsChosen(present, what)) return { after: present }
      const gathered = produce(present, (draft) => {
        const first = find(draft, wanted[0]!)!
        const key = freeKey(keyFrom(section.key), neighbours(draft, wanted[0]!))
        const within = join(place, key)
        const fields = wanted.map((each) => find(draft, each)!.node as Field)
        renameAll(draft, new Map(fields.map((field) => [join(place, field.key), `${within}.${field.key}`])))
        first.list.splice(first.index, 0, { id, key, type: 'group', label: { ...section.title }, fields: [] })
        for (const field of fields) first.list.splice(first.list.findIndex((each) => each.id === field.id), 1)
      })
      return { after: linked(gathered, id, section), selection: [id] }
    },
  }
}

function linked(form: Form, id: string, section: Form): Form {
  const marked = produce(form, (draft) => {
    const node = find(draft, id)?.node
    if (node && !isPage(node)) node.section = section.key
  })
  return filled(marked, id, section)
}
