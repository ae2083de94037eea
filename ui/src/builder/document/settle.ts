import { produce } from 'immer'
import type { Text } from '../../fields/types'
import type { Command } from './draft'
import { isObject, type Json, type JsonObject } from './json'
import type { Conflict } from './merge'

type Side = 'ours' | 'theirs'

interface Found {
  node: JsonObject
  list?: Json[]
}

function findIn(value: Json, id: string): Found | undefined {
  if (Array.isArray(value)) {
    for (const item of value) {
      if (isObject(item) && item.id === id) return { node: item, list: value }
      const inner = findIn(item, id)
      if (inner) return inner
    }
    return undefined
  }
  if (!isObject(value)) return undefined
  for (const item of Object.values(value)) {
    const inner = findIn(item, id)
    if (inner) return inner
  }
  return undefined
}

/** What people call the node of an id, in all languages; undefined for what has no name. */
export function nameIn(definition: object, id: string): Text | undefined {
  const { label, title, name } = findIn(definition as Json, id)?.node ?? {}
  return (label ?? title ?? name) as Text | undefined
}

/** Which sides a conflict is between, for a definition: what one of them chose replaces what stands. Nothing to do where it stands already. */
export function choose<D extends object>(conflict: Conflict, side: Side): Command<D> | undefined {
  const value = conflict[side]
  const isDeletion = conflict.path.length === 0 && value === undefined
  if (side === 'ours' && !isDeletion) return undefined
  return {
    name: { key: `builder.step.choose.${side}` },
    run: (present) => ({ after: produce(present, (draft) => settle(draft as unknown as JsonObject, conflict, value)) }),
  }
}

function settle(whole: JsonObject, { node: id, path }: Conflict, value: Json): void {
  const found: Found | undefined = id === '' ? { node: whole } : findIn(whole, id)
  if (!found) return
  if (path.length === 0) {
    if (value === undefined) found.list?.splice(found.list.indexOf(found.node), 1)
    return
  }
  let target: Json = found.node
  for (const key of path.slice(0, -1)) target = memberOf(target, key)
  put(target, path.at(-1)!, value)
}

/** Members of lists are known as merge knows them: by key, or by value. */
const placeIn = (list: Json[], name: string): number => list.findIndex((item) => (isObject(item) ? (item.key ?? item.value) : item) === name)

function memberOf(holder: Json, key: string): Json {
  if (Array.isArray(holder)) return holder[placeIn(holder, key)]
  return isObject(holder) ? (holder[key] ??= {}) : undefined
}

function put(holder: Json, key: string, value: Json): void {
  if (Array.isArray(holder)) {
    const at = placeIn(holder, key)
    holder.splice(at < 0 ? holder.length : at, at < 0 ? 0 : 1, ...(value === undefined ? [] : [value]))
  } else if (isObject(holder)) {
    if (value === undefined) delete holder[key]
    else holder[key] = value
  }
}

/**
 * What a finding is about: the innermost thing with an id on the way to it, or the member of a list that is known by key,
 * as stages/draft; "" is the whole.
 */
export function culpritOf(definition: object, pointer: string): string {
  let at: Json = definition as Json
  let id = ''
  let list = ''
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    at = Array.isArray(at) ? at[Number(key)] : isObject(at) ? at[key] : undefined
    if (Array.isArray(at)) list ||= key
    else if (isObject(at) && typeof at.id === 'string') id = at.id
    else if (isObject(at) && typeof at.key === 'string' && id === '') id = `${list}/${at.key}`
  }
  return id
}
