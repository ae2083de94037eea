import { original, produce } from 'immer'
import type { Field, Form, Option, Page, Text } from '../../fields/types'
import type { Command } from '../document/draft'
import { called, type StepName } from '../document/history'
import { newId } from '../document/id'
import { type Json, equal } from '../document/json'
import { attached, detached, isLink, isLocked, isOpen, renewIds, settled } from './section'
import { mapPaths, renamePaths } from './uses'
import { find, freeKey, ids, isKey, isPage, keyFrom, listOf, neighbours, outermost, pathOf, type Slot } from './tree'

export type FormCommand = Command<Form>

type Node = Page | Field

/** Types whose fields hold fields. */
export const holders = new Set(['group', 'repeat'])

const change = (name: StepName, edit: (form: Form) => string[] | void, place?: string): FormCommand => ({
  name,
  place,
  run: (form) => {
    let selection: string[] | void = undefined
    const after = produce(form, (draft) => {
      selection = edit(draft)
    })
    return { after, selection: selection ?? undefined }
  },
})

/** A change of structure, after which links read of where they stand. */
const restructure = (name: StepName, edit: (form: Form) => string[] | void): FormCommand => {
  const plain = change(name, edit)
  return {
    ...plain,
    run: (form) => {
      const { after, selection } = plain.run(form)
      return { after: settled(form, after), selection }
    },
  }
}

const labelOf = (node: Node): string | Text => called(isPage(node) ? node.title : node.label, node.key)

/** A field of a type, with what it needs to be sound. */
export function newField(form: Form, type: string, label: Text): Field {
  const field: Field = { id: newId(), key: '', type, label }
  if (['select', 'radio', 'checkboxes'].includes(type)) field.options = []
  if (holders.has(type)) field.fields = []
  if (type === 'statement' || type === 'consent') field.content = Object.fromEntries(form.locales.map((l) => [l, '']))
  return field
}

/** Puts new pages or fields at a slot, detached ones. Keys that are taken there get a number, ids are new. */
export function insert(nodes: readonly Node[], slot: Slot, name: StepName): FormCommand {
  return change(name, (form) => {
    const list = listOf(form, slot.parent)
    if (!list) return []
    const added = nodes.map((node) => fresh(form, node, slot.parent))
    list.splice(Math.min(slot.index, list.length), 0, ...added)
    settleKeys(form, added.map((node) => node.id))
    nodes.forEach((node, i) => attached(form, added[i]!.id, node))
    return added.map((node) => node.id)
  })
}

/** A copy with ids of its own. Pages put among fields give their fields' group; fields put among pages get a page. */
function fresh(form: Form, node: Node, parent: string): Node {
  const copy = structuredClone(node)
  const renew = (each: Node): void => {
    const before = each.id
    each.id = newId()
    if (isLink(each)) renewIds(each, before)
    else each.fields?.forEach(renew)
  }
  renew(copy)
  if (parent === '' && !isPage(copy)) return { id: newId(), key: copy.key, title: copy.label ?? emptyText(form), fields: [copy] }
  if (parent !== '' && isPage(copy)) return { id: copy.id, key: copy.key, type: 'group', label: copy.title, fields: copy.fields }
  return copy
}

const emptyText = (form: Form): Text => Object.fromEntries(form.locales.map((l) => [l, '']))

/** Gives what was put somewhere keys that are free there. */
function settleKeys(form: Form, added: readonly string[]): void {
  for (const id of added) {
    const node = find(form, id)?.node
    if (!node) continue
    const text = isPage(node) ? node.title : (node.label ?? {})
    node.key = freeKey(node.key || keyFrom(text[form.defaultLocale] ?? '') || (isPage(node) ? 'page' : node.type.toLowerCase()), neighbours(form, id))
    const inside = new Set<string>()
    if (isPage(node)) settleKeys(form, node.fields.map((field) => field.id))
    else if (!isLink(node))
      for (const field of node.fields ?? []) {
        field.key = freeKey(field.key || 'field', inside)
        inside.add(field.key)
      }
  }
}

/** Whether nodes may stand at a slot: pages among pages, fields in pages and groups, and nothing inside itself. */
export function fits(form: Form, moved: readonly string[], slot: Slot): boolean {
  const spots = moved.map((id) => find(form, id))
  if (spots.length === 0 || spots.some((spot) => !spot)) return false
  const target = slot.parent === '' ? undefined : find(form, slot.parent)
  if (slot.parent !== '' && !target?.node.fields) return false
  if (!isOpen(form, slot.parent) || moved.some((id) => isLocked(form, id))) return false
  if (target && [target.node, ...target.above].some((each) => moved.includes(each.id))) return false
  return spots.every((spot) => spot && isPage(spot.node) === (slot.parent === ''))
}

/** Moves pages or fields to a slot. Rules go on naming them. */
export function move(form: Form, wanted: readonly string[], slot: Slot): FormCommand | undefined {
  const moved = outermost(form, wanted)
  if (!fits(form, moved, slot)) return undefined
  return restructure({ key: 'builder.step.move', params: named(form, moved) }, (draft) => {
    const before = moved.map((id) => [id, pathOf(find(draft, id)!)] as const)
    const list = listOf(draft, slot.parent)!
    const anchor = list.slice(slot.index).find((node) => !moved.includes(node.id))
    const taken = moved.map((id) => {
      const spot = find(draft, id)!
      return spot.list.splice(spot.index, 1)[0]!
    })
    list.splice(anchor ? list.indexOf(anchor) : list.length, 0, ...taken)
    settleKeys(draft, moved)
    for (const [id, path] of before) {
      const now = pathOf(find(draft, id)!)
      if (path && now !== path) renamePaths(draft, path, now)
    }
    return [...moved]
  })
}

/** Where one step up (-1) or down (1) leads: past the neighbour, and from the edge of a page to the next page. */
export function stepSlot(form: Form, id: string, by: -1 | 1): Slot | undefined {
  const spot = find(form, id)
  if (!spot) return undefined
  const parent = spot.above.at(-1)?.id ?? ''
  const index = spot.index + by
  if (index >= 0 && index < spot.list.length) return { parent, index: by < 0 ? index : index + 1 }
  const page = spot.above[0]
  if (!page || spot.above.length > 1) return spot.above.length > 1 ? outOf(form, id, by) : undefined
  const next = form.pages[form.pages.findIndex((each) => each.id === page.id) + by]
  return next && { parent: next.id, index: by < 0 ? next.fields.length : 0 }
}

/** The slot beside the group that a field stands in: before it going up, behind it going down. */
export function outOf(form: Form, id: string, by: -1 | 1): Slot | undefined {
  const spot = find(form, id)
  const group = spot?.above.at(-1)
  const outer = group && find(form, group.id)
  if (!outer || isPage(outer.node)) return undefined
  return { parent: outer.above.at(-1)?.id ?? '', index: by < 0 ? outer.index : outer.index + 1 }
}

const named = (form: Form, wanted: readonly string[]): Record<string, string | Text> => {
  const first = wanted[0] === undefined ? undefined : find(form, wanted[0])
  return { name: first ? labelOf(first.node) : '', count: String(wanted.length) }
}

/** Deletes pages and fields; what stood behind the first is selected. */
export function remove(form: Form, wanted: readonly string[]): FormCommand {
  const gone = outermost(form, wanted)
  return change({ key: 'builder.step.delete', params: named(form, gone) }, (draft) => {
    const order = ids(draft)
    for (const id of gone) {
      const spot = find(draft, id)
      spot?.list.splice(spot.index, 1)
    }
    const left = new Set(ids(draft))
    const at = order.indexOf(gone[0] ?? '')
    const next = order.slice(at).find((id) => left.has(id)) ?? order.slice(0, Math.max(at, 0)).findLast((id) => left.has(id))
    return next ? [next] : []
  })
}

/** Puts a copy behind each. */
export function duplicate(form: Form, wanted: readonly string[]): FormCommand {
  const chosen = outermost(form, wanted)
  return change({ key: 'builder.step.duplicate', params: named(form, chosen) }, (draft) =>
    chosen.flatMap((id) => {
      const spot = find(draft, id)
      if (!spot) return []
      const parent = spot.above.at(-1)?.id ?? ''
      const loose = detached(form, id)
      const copy = fresh(draft, loose, parent)
      spot.list.splice(spot.index + 1, 0, copy)
      settleKeys(draft, [copy.id])
      attached(draft, copy.id, loose)
      return [copy.id]
    }),
  )
}

/** Sets a property of a page, a field or the form (""): undefined takes it away. Path are keys from the node down. */
export function set(form: Form, id: string, path: readonly string[], value: Json): FormCommand {
  const node = id === '' ? undefined : find(form, id)?.node
  const params = { name: node ? labelOf(node) : called(form.title, form.key), property: path[0] ?? '' }
  return change({ key: 'builder.step.set', params }, (draft) => {
    const target = id === '' ? draft : reach(draft, id)
    if (target) assign(target as unknown as Record<string, Json>, path, value)
  }, `${id}/${path.join('/')}`)
}

/** The node of a draft that nothing was changed in yet. Only what leads to it is looked at through the draft, which is slow. */
function reach(draft: Form, id: string): Node | undefined {
  const spot = find(original(draft) ?? draft, id)
  if (!spot) return undefined
  let lists: readonly Node[] = (original(draft) ?? draft).pages
  let at: Node | undefined
  for (const node of [...spot.above, spot.node]) {
    const index = lists.indexOf(node)
    at = at ? at.fields?.[index] : draft.pages[index]
    lists = node.fields ?? []
  }
  return at
}

function assign(target: Record<string, Json>, path: readonly string[], value: Json): void {
  const [key = '', ...rest] = path
  if (rest.length > 0) {
    const inner = (target[key] ??= {}) as Record<string, Json>
    assign(inner, rest, value)
    if (!Array.isArray(inner) && Object.keys(inner).length === 0) delete target[key]
    return
  }
  if (Array.isArray(target) && value === undefined) target.splice(Number(key), 1)
  else if (value === undefined) delete target[key]
  else if (!equal(target[key], value)) target[key] = value
}

/** Renames a field or page and every rule of the form that names it. Undefined when the key is taken or none. */
export function rename(form: Form, id: string, key: string): FormCommand | undefined {
  const spot = find(form, id)
  if (!spot || !isKey(key) || neighbours(form, id).has(key)) return undefined
  return restructure({ key: 'builder.step.rename', params: { name: labelOf(spot.node), key } }, (draft) => {
    const at = find(draft, id)!
    const before = pathOf(at)
    const own = isPage(at.node) ? '' : before.slice(0, before.length - at.node.key.length) + key
    if (before) renamePaths(draft, before, own)
    at.node.key = key
  })
}

interface Label {
  path: readonly string[]
  value: string
  /** The key is made of the label again: for what is new. */
  isKeyed: boolean
}

/** Writes the label of a field or the title of a page. */
export function relabel(form: Form, id: string, { path, value, isKeyed }: Label): FormCommand {
  const plain = set(form, id, path, value)
  if (!isKeyed || keyFrom(value) === '') return plain
  return {
    ...plain,
    run: (present) => {
      const { after, selection } = plain.run(present)
      const key = freeKey(keyFrom(value), neighbours(after, id))
      return { after: rename(after, id, key)?.run(after).after ?? after, selection }
    },
  }
}

/** Sets the same property of several fields; those of a link are its section's. */
export function setAll(form: Form, wanted: readonly string[], property: 'required', value: Json): FormCommand {
  return change({ key: 'builder.step.set', params: { ...named(form, wanted), property } }, (draft) => {
    for (const id of wanted) {
      const node = isLocked(form, id) ? undefined : find(draft, id)?.node
      if (node && !isPage(node)) assign(node as unknown as Record<string, Json>, [property], value)
    }
  })
}

/** Replaces the whole form by one that was written by hand. */
export const replace = (form: Form): FormCommand => ({ name: { key: 'builder.step.json' }, run: () => ({ after: form, selection: [] }) })

const choices = ['select', 'radio', 'checkboxes']

/** Types that a field can become with all that it is, nearest first. */
export function convertible(type: string): string[] {
  const families = [
    choices,
    ['text', 'textarea', 'email', 'phone', 'cpf', 'cnpj', 'taxId', 'cep', 'iban', 'pixKey'],
    ['number', 'money', 'percent'],
    ['group', 'repeat'],
    ['file', 'image'],
    ['boolean', 'consent'],
  ]
  return families.find((family) => family.includes(type))?.filter((each) => each !== type) ?? []
}

/** Makes a field one of another type. Texts, rules, options and fields stay where the new type has a place for them. */
export function convert(form: Form, id: string, type: string): FormCommand | undefined {
  const spot = find(form, id)
  if (!spot || isPage(spot.node)) return undefined
  return restructure({ key: 'builder.step.convert', params: { name: labelOf(spot.node), type } }, (draft) => {
    const field = find(draft, id)!.node as Field
    const before = pathOf(find(draft, id)!)
    const isNear = convertible(field.type).includes(type)
    field.type = type
    if (!isNear) delete field.config
    if (choices.includes(type)) field.options ??= []
    else delete field.options
    if (holders.has(type)) field.fields ??= []
    else {
      delete field.fields
      delete field.section
    }
    const [inGroup, inRows] = [`${before}.`, `${before}[].`]
    if (type === 'repeat') mapPaths(draft, (path) => (path.startsWith(inGroup) ? inRows + path.slice(inGroup.length) : path))
    else mapPaths(draft, (path) => (path.startsWith(inRows) ? inGroup + path.slice(inRows.length) : path))
  })
}

/** Options from lines: "label", or "value|label". Those whose value was there keep their other languages. */
export function optionsFrom(lines: string, locale: string, before: readonly Option[]): Option[] {
  const taken = new Set<string>()
  return lines.split('\n').map((line) => line.trim()).filter((line) => line !== '').map((line) => {
    const [head = '', ...rest] = line.split('|')
    const own = rest.length > 0 ? head.trim() : ''
    const label = (rest.length > 0 ? rest.join('|') : head).trim()
    const same = before.find((o) => (own ? o.value === own : o.label[locale] === label))
    const value = freeValue((own || same?.value) ?? (keyFrom(label) || 'option'), taken)
    taken.add(value)
    return { value, label: { ...same?.label, [locale]: label } }
  })
}

/** The value as it was wished; the second of its kind gets a number. */
function freeValue(wish: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wish)) return wish
  for (let n = 2; ; n++) if (!taken.has(`${wish}_${n}`)) return `${wish}_${n}`
}

/** The lines that optionsFrom reads. */
export function linesOf(options: readonly Option[], locale: string): string {
  return options.map((o) => (keyFrom(o.label[locale] ?? '') === o.value ? (o.label[locale] ?? '') : `${o.value}|${o.label[locale] ?? ''}`)).join('\n')
}
