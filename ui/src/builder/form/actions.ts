import type { Field, Form, Page } from '../../fields/types'
import type { I18n } from '../../i18n/I18n'
import type { Cell } from '../document/cell'
import type { Draft } from '../document/draft'
import type { Content } from '../frame/content'
import { copied, pasted } from './clipboard'
import * as commands from './commands'
import type { Asked } from './editor'
import { isNamed, type Known, mayBeNamed } from './outside'
import { isLink, lockOf } from './section'
import { sectionActionsOf } from './sections/actions'
import { find, isPage, outermost, pathOf, type Slot } from './tree'
import { usesOf } from './uses'

interface Desk {
  draft: Draft<Form>
  i18n: I18n
  announce: (text: string) => void
  content: Content
  outside: Cell<Known>
  ask: (asked: Asked) => void
  edit: (id: string) => void
  /** The newest version of a section; undefined where it has none. */
  section: (key: string) => Promise<Form | undefined>
  /** Tells of what went wrong. */
  complain: (text: string) => void
}

/** Where something new goes: behind what is selected, into a page or an empty group, else at the end. */
export function slotAfter(form: Form, selection: readonly string[]): Slot {
  const active = selection.at(-1) ?? ''
  const spot = find(form, lockOf(form, active)?.id ?? active)
  const last = form.pages.at(-1)
  if (!spot) return last ? { parent: last.id, index: last.fields.length } : { parent: '', index: 0 }
  const holdsNone = !isPage(spot.node) && !isLink(spot.node) && commands.holders.has(spot.node.type) && (spot.node.fields ?? []).length === 0
  if (isPage(spot.node) || holdsNone) return { parent: spot.node.id, index: spot.node.fields?.length ?? 0 }
  return { parent: spot.above.at(-1)?.id ?? '', index: spot.index + 1 }
}

/** Everything that is done to the structure of a form, with what is said of it. */
export function actionsOf({ draft, i18n, announce, content, outside, ask, edit: write, section, complain }: Desk) {
  const { t, find: say } = i18n
  const form = (): Form => draft.get().history.present
  const selection = (): string[] => draft.get().history.selection
  // The names they began with, by id. Their keys follow their labels until another is written: nobody has answered them yet.
  const fresh = new Map<string, string>()
  const nameOf = (node: Page | Field): string => content.read(isPage(node) ? node.title : node.label) || node.key
  const names = (wanted: readonly string[]): string => {
    const node = find(form(), wanted[0] ?? '')?.node
    return wanted.length === 1 && node ? nameOf(node) : t('builder.several', { n: wanted.length })
  }

  /** "page 2, position 3 of 5" */
  const place = (id: string): string => {
    const spot = find(form(), id)
    if (!spot) return ''
    const holder = spot.above.at(-1)
    const page = spot.above[0]
    const params = {
      position: spot.index + 1,
      count: spot.list.length,
      page: page ? form().pages.findIndex((each) => each.id === page.id) + 1 : 0,
      group: holder ? nameOf(holder) : '',
    }
    if (!holder) return t('builder.place.page', params)
    return t(spot.above.length > 1 ? 'builder.place.group' : 'builder.place.field', params)
  }

  const insert = (nodes: (Page | Field)[], slot: Slot, step: string, name: string): void => {
    draft.run(commands.insert(nodes, slot, { key: `builder.step.${step}`, params: { name } }))
    const added = selection()
    announce(t('builder.said.added', { name: names(added), place: place(added[0] ?? '') }))
  }

  const sections = sectionActionsOf({ draft, t, announce, ask, section, complain }, { names, place })
  const { areFree } = sections

  const edit = (id: string): void => {
    if (areFree([id])) write(id)
  }

  const add = (type: string, slot?: Slot, isEdited = false): void => {
    const wished = (): Slot => slot ?? slotAfter(form(), selection())
    if (type.startsWith('section:')) return void sections.addSection(type.slice('section:'.length), wished)
    const name = say(`builder.type.${type}`) ?? type
    insert([commands.newField(form(), type, { [content.locale]: name })], wished(), 'add', name)
    selection().forEach((id) => fresh.set(id, name))
    if (isEdited) edit(selection()[0] ?? '')
  }

  const addPage = (): void => {
    const name = t('builder.page.new', { n: form().pages.length + 1 })
    const spot = find(form(), selection().at(-1) ?? '')
    const above = spot?.above[0] ?? spot?.node
    const index = above ? form().pages.findIndex((page) => page.id === above.id) + 1 : form().pages.length
    insert([{ id: '', key: '', title: { [content.locale]: name }, fields: [] }], { parent: '', index }, 'add', name)
    selection().forEach((id) => fresh.set(id, name))
    edit(selection()[0] ?? '')
  }

  const moveTo = (slot: Slot | undefined, wanted = selection()): void => {
    if (!areFree(wanted)) return
    const command = slot && commands.move(form(), wanted, slot)
    if (!command) return announce(t('builder.said.cannot'))
    draft.run(command)
    announce(t('builder.said.moved', { name: names(wanted), place: place(wanted[0] ?? '') }))
  }

  const step = (by: -1 | 1): void => {
    const wanted = outermost(form(), selection())
    const edge = by < 0 ? wanted[0] : wanted.at(-1)
    moveTo(edge === undefined ? undefined : commands.stepSlot(form(), edge, by), wanted)
  }

  const into = (): void => {
    const spot = find(form(), selection()[0] ?? '')
    const before = spot?.list[spot.index - 1]
    moveTo(before && !isPage(before) && commands.holders.has(before.type) ? { parent: before.id, index: before.fields?.length ?? 0 } : undefined)
  }

  const remove = (): void => {
    const wanted = selection()
    if (wanted.length === 0 || !areFree(wanted)) return
    if (isNamed(form(), wanted, outside.get())) return ask({ kind: 'refactor', wanted: { do: 'delete', ids: wanted } })
    const name = names(wanted)
    draft.run(commands.remove(form(), wanted))
    announce(t('builder.said.deleted', { name }))
  }

  const duplicate = (): void => {
    if (selection().length === 0 || !areFree(selection())) return
    draft.run(commands.duplicate(form(), selection()))
    announce(t('builder.said.added', { name: names(selection()), place: place(selection()[0] ?? '') }))
  }

  /** Gives a field another key; where other definitions name it, they are shown first. Says whether the key can be taken. */
  const rename = (id: string, key: string): boolean => {
    const command = commands.rename(form(), id, key)
    const spot = find(form(), id)
    if (!command || !spot) return false
    if (!isPage(spot.node) && mayBeNamed(outside.get(), pathOf(spot))) ask({ kind: 'refactor', wanted: { do: 'rename', id, to: key } })
    else draft.run(command)
    return true
  }

  /** Makes a field one of another type; where something names it, that is shown first. */
  const convert = (id: string, type: string): void => {
    const command = commands.convert(form(), id, type)
    const spot = find(form(), id)
    if (!command || !spot) return
    const path = pathOf(spot)
    const isUsed = mayBeNamed(outside.get(), path) || usesOf(form(), path).some((use) => use.node !== id)
    if (isUsed) ask({ kind: 'refactor', wanted: { do: 'convert', id, type } })
    else draft.run(command)
  }

  const require = (id: string): void => {
    const node = find(form(), id)?.node
    if (!node || isPage(node) || !areFree([id])) return
    draft.run(commands.set(form(), id, ['required'], node.required ? undefined : true))
    announce(t(node.required ? 'builder.said.optional' : 'builder.said.required', { name: nameOf(node) }))
  }

  const label = (id: string, value: string): void => {
    const node = find(form(), id)?.node
    if (node) draft.run(commands.relabel(form(), id, { path: [isPage(node) ? 'title' : 'label', content.locale], value, isKeyed: fresh.has(id) }))
  }

  const labelled = (id: string): void => {
    const node = find(form(), id)?.node
    if (!node || nameOf(node) !== fresh.get(id)) fresh.delete(id)
  }

  const copy = (): string => {
    announce(t('builder.said.copied', { name: names(selection()) }))
    return copied(form(), selection())
  }

  const paste = (text: string): boolean => {
    const nodes = pasted(text)
    if (!nodes) {
      announce(t('builder.said.notPasted'))
      return false
    }
    const spot = slotAfter(form(), selection())
    const arePages = nodes.every(isPage)
    insert(nodes, arePages ? { parent: '', index: form().pages.length } : spot, 'paste', t('builder.several', { n: nodes.length }))
    return true
  }

  return {
    add, addPage, moveTo, step, into, remove, rename, convert, duplicate, require, label, copy, paste, edit, nameOf,
    labelled, areFree, free: sections.free, askSection: sections.askSection,
    out: (): void => moveTo(commands.outOf(form(), selection()[0] ?? '', 1)),
    ask,
    askInsert: (slot = slotAfter(form(), selection())): void => ask({ kind: 'insert', slot }),
  }
}

export type Actions = ReturnType<typeof actionsOf>
