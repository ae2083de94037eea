import * as commands from '../commands'
import { mayBeNamed } from '../outside'
import { find, isPage, pathOf } from '../tree'
import { usesOf } from '../uses'
import type { Hands } from './hands'

/** What changes how a field is called, or what it is. */
export function namingOf({ draft, announce, i18n: { t }, content, outside, ask, form, nameOf, areFree, fresh }: Hands) {
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

  return { rename, convert, require, label, labelled }
}
