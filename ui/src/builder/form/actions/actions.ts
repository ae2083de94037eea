import { sectionActionsOf } from '../sections/actions'
import { addingOf, slotAfter } from './adding'
import { type Desk, type Hands, sightOf } from './hands'
import { movingOf } from './moving'
import { namingOf } from './naming'

/** Everything that is done to the structure of a form, with what is said of it. */
export function actionsOf(desk: Desk) {
  const sight = sightOf(desk)
  const sections = sectionActionsOf({ ...desk, t: desk.i18n.t }, sight)
  const { areFree, free, askSection } = sections
  const { ask } = desk
  const edit = (id: string): void => {
    if (areFree([id])) desk.edit(id)
  }
  const hands: Hands = { ...desk, ...sight, areFree, edit, fresh: new Map() }
  return {
    ...addingOf(hands, sections),
    ...movingOf(hands),
    ...namingOf(hands),
    nameOf: sight.nameOf,
    areFree,
    free,
    askSection,
    ask,
    edit,
    askInsert: (slot = slotAfter(sight.form(), sight.selection())): void => ask({ kind: 'insert', slot }),
  }
}

export type Actions = ReturnType<typeof actionsOf>
