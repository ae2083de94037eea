import type { Field, Form, Page } from '../../../fields/types'
import { copied, pasted } from '../clipboard'
import * as commands from '../commands'
import { isLink, lockOf } from '../section'
import type { sectionActionsOf } from '../sections/actions'
import { find, isPage, type Slot } from '../tree'
import type { Hands } from './hands'

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

/** Puts something into a form and says where it is. */
function insertionOf({ draft, announce, i18n: { t }, selection, names, place }: Hands) {
  return (nodes: (Page | Field)[], slot: Slot, { step, name }: { step: string; name: string }): void => {
    draft.run(commands.insert(nodes, slot, { key: `builder.step.${step}`, params: { name } }))
    const added = selection()
    announce(t('builder.said.added', { name: names(added), place: place(added[0] ?? '') }))
  }
}

/** What brings something new into a form. */
export function addingOf(hands: Hands, sections: ReturnType<typeof sectionActionsOf>) {
  const { i18n: { t, find: say }, content, form, selection, fresh, edit } = hands
  const insert = insertionOf(hands)
  const begin = (name: string): void => selection().forEach((id) => fresh.set(id, name))

  const add = (type: string, slot?: Slot, isEdited = false): void => {
    const wished = (): Slot => slot ?? slotAfter(form(), selection())
    if (type.startsWith('section:')) return void sections.addSection(type.slice('section:'.length), wished)
    const name = say(`builder.type.${type}`) ?? type
    insert([commands.newField(form(), type, { [content.locale]: name })], wished(), { step: 'add', name })
    begin(name)
    if (isEdited) edit(selection()[0] ?? '')
  }

  const addPage = (): void => {
    const name = t('builder.page.new', { n: form().pages.length + 1 })
    const spot = find(form(), selection().at(-1) ?? '')
    const above = spot?.above[0] ?? spot?.node
    const index = above ? form().pages.findIndex((page) => page.id === above.id) + 1 : form().pages.length
    insert([{ id: '', key: '', title: { [content.locale]: name }, fields: [] }], { parent: '', index }, { step: 'add', name })
    begin(name)
    edit(selection()[0] ?? '')
  }

  return { add, addPage, ...clipboardOf(hands) }
}

/** What makes more of what is there. */
function clipboardOf(hands: Hands) {
  const { draft, announce, i18n: { t }, form, selection, names, place, areFree } = hands
  const insert = insertionOf(hands)

  const duplicate = (): void => {
    if (selection().length === 0 || !areFree(selection())) return
    draft.run(commands.duplicate(form(), selection()))
    announce(t('builder.said.added', { name: names(selection()), place: place(selection()[0] ?? '') }))
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
    const arePages = nodes.every(isPage)
    const slot = arePages ? { parent: '', index: form().pages.length } : slotAfter(form(), selection())
    insert(nodes, slot, { step: 'paste', name: t('builder.several', { n: nodes.length }) })
    return true
  }

  return { duplicate, copy, paste }
}
