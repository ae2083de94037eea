import type { Text } from '../../fields/types'
import { isObject, type Json, type JsonObject } from './json'

// Every text of a definition has an address that stays while the text is moved: of forms the id of the page or field
// that it belongs to, elsewhere the keys that lead to it. "f2/label", "f2/options/red/label", "stages/review/applicant".

/** What every definition has. */
export interface Worded {
  key: string
  title: Text
  locales: string[]
  defaultLocale: string
  /** The addresses of translations whose source has changed since, by language; sorted. */
  outdated?: Record<string, string[]>
}

/** One text of a definition, and where it stands. */
export interface Spot {
  address: string
  /** The page, field or member that it belongs to, as it is selected: its id, or "stages/review"; "" is the whole. */
  owner: string
  /** Names and indexes from the whole down. */
  path: (string | number)[]
  text: Text
}

type Place = Omit<Spot, 'text'>

/** What holds a text, in any kind of definition. */
const said = new Set(['title', 'description', 'label', 'hint', 'help', 'content', 'message', 'name', 'applicant', 'subject', 'body'])

/** What holds parts that have texts. Settings, rules and sample answers of scenarios have none. */
const held = new Set([
  'pages', 'fields', 'options', 'validations', 'items', 'stages', 'queue', 'transitions', 'approvals', 'steps',
  'checks', 'reasons', 'messages', 'scores', 'rows', 'bands', 'scenarios',
])

/** Every text, or those that are not the very same in another state of the definition. */
export function forTexts(whole: object, visit: (spot: Spot) => void, other?: object): void {
  members(whole as JsonObject, other as JsonObject | undefined, { address: '', owner: '', path: [] }, visit)
}

/** All texts of a definition, in its order. */
export function textsOf(whole: object): Spot[] {
  const all: Spot[] = []
  forTexts(whole, (spot) => void all.push(spot))
  return all
}

const under = (place: Place, name: string | number): Place =>
  ({ ...place, address: place.address === '' ? String(name) : `${place.address}/${name}`, path: [...place.path, name] })

function members(node: JsonObject, other: JsonObject | undefined, place: Place, visit: (spot: Spot) => void): void {
  for (const name of Object.keys(node)) {
    const value = node[name]
    if (typeof value !== 'object' || value === null || other?.[name] === value) continue
    const beside = other?.[name]
    if (Array.isArray(value)) {
      if (held.has(name)) list(value, Array.isArray(beside) ? beside : [], under(place, name), visit)
    } else if (said.has(name)) visit({ ...under(place, name), text: value as Text })
    else if (held.has(name)) members(value, isObject(beside) ? beside : undefined, under(place, name), visit)
  }
}

/** What tells a member of a list from the others, wherever it stands among them. */
const nameOf = (item: Json): string | undefined => {
  if (!isObject(item)) return undefined
  const name = item.id ?? item.key ?? item.value
  return typeof name === 'string' ? name : undefined
}

function list(items: Json[], others: Json[], place: Place, visit: (spot: Spot) => void): void {
  const twin = twins(others)
  items.forEach((item, index) => {
    if (!isObject(item)) return
    const name = nameOf(item)
    const other = twin(item, name, index)
    if (other !== item) members(item, isObject(other) ? other : undefined, placed(place, item, name ?? index, index), visit)
  })
}

/** Finds the same member in another list: mostly it stands at the same place. */
function twins(others: Json[]): (item: Json, name: string | undefined, index: number) => Json {
  let byName: Map<string | undefined, Json> | undefined
  return (item, name, index) => {
    const there = others[index]
    if (there === item || name === undefined || nameOf(there) === name) return there
    byName ??= new Map(others.map((each) => [nameOf(each), each]))
    return byName.get(name)
  }
}

function placed(place: Place, item: JsonObject, name: string | number, index: number): Place {
  const here = { ...under(place, name), path: [...place.path, index] }
  if (typeof item.id === 'string') return { ...here, address: item.id, owner: item.id }
  return place.owner === '' && typeof item.key === 'string' ? { ...here, owner: here.address } : here
}

/** A definition with another sentence at some places; undefined takes a sentence away. What does not change stays the very same. */
export function withTexts<D extends object>(whole: D, sentences: readonly { path: Spot['path']; locale: string; value: string | undefined }[]): D {
  return sentences.reduce((now, { path, locale, value }) => put(now as JsonObject, [...path, locale], value) as D, whole)
}

function put(node: Json, path: Spot['path'], value: string | undefined): Json {
  const [name, ...rest] = path
  if (name === undefined) return value
  if (Array.isArray(node)) return node.with(Number(name), put(node[Number(name)], rest, value))
  const { [name]: before, ...others } = (node ?? {}) as JsonObject
  const after = put(before, rest, value)
  if (before === after) return node
  return after === undefined ? others : { ...(node as JsonObject), [name]: after }
}

/** The text that a finding points at; undefined when it points at none. */
export function textAt(whole: object, pointer: string): Spot | undefined {
  const path = pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')).join('/')
  return textsOf(whole).find((spot) => spot.path.join('/') === path)
}
