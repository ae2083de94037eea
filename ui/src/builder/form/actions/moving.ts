import * as commands from '../commands'
import { isNamed } from '../outside'
import { find, isPage, outermost, type Slot } from '../tree'
import type { Hands } from './hands'

/** What changes where something stands, or takes it away. */
export function movingOf({ draft, announce, i18n: { t }, outside, ask, form, selection, names, place, areFree }: Hands) {
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

  const out = (): void => moveTo(commands.outOf(form(), selection()[0] ?? '', 1))

  const remove = (): void => {
    const wanted = selection()
    if (wanted.length === 0 || !areFree(wanted)) return
    if (isNamed(form(), wanted, outside.get())) return ask({ kind: 'refactor', wanted: { do: 'delete', ids: [...wanted] } })
    const name = names(wanted)
    draft.run(commands.remove(form(), wanted))
    announce(t('builder.said.deleted', { name }))
  }

  return { moveTo, step, into, out, remove }
}
