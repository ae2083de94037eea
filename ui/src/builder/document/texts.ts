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
  /** It belongs to a section that is linked to, and is written there. */
  isCopied?: boolean
}

type Place = Omit<Spot, 'text'>
type Named = Pick<Spot, 'address' | 'owner'>

/** What holds a text, in any kind of definition, in the order in which people read it. */
const said = ['title', 'name', 'label', 'description', 'hint', 'help', 'content', 'applicant', 'subject', 'body', 'message', 'heading', 'text']

/** What holds parts that have texts. Settings, rules and sample answers of scenarios have none. */
const held = [
  'queue', 'options', 'pages', 'fields', 'validations', 'items', 'stages', 'transitions', 'approvals', 'steps',
  'messages', 'papers', 'sections', 'checks', 'reasons', 'scores', 'rows', 'bands', 'attributes', 'scenarios',
]

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

const joined = (address: string, name: string): string => (address === '' ? name : `${address}/${name}`)

function members(node: JsonObject, other: JsonObject | undefined, place: Place, visit: (spot: Spot) => void): void {
  for (const name of said) {
    const value = node[name]
    if (isObject(value) && value !== other?.[name]) visit({ ...place, address: joined(place.address, name), path: [...place.path, name], text: value as Text })
  }
  for (const name of held) {
    const value = node[name]
    const beside = other?.[name]
    if (value === undefined || value === beside) continue
    const inside = name === 'fields' && typeof node.section === 'string' ? { ...place, isCopied: true } : place
    if (Array.isArray(value)) list({ name, items: value, others: Array.isArray(beside) ? beside : [] }, inside, visit)
    else if (isObject(value)) members(value, isObject(beside) ? beside : undefined, { ...place, address: joined(place.address, name), path: [...place.path, name] }, visit)
  }
}

/** What tells a member of a list from the others, wherever it stands among them. */
const nameOf = (item: Json): string | undefined => {
  if (!isObject(item)) return undefined
  const name = item.id ?? item.key ?? item.value
  return typeof name === 'string' ? name : undefined
}

interface List {
  name: string
  items: Json[]
  /** The same list in the other state. */
  others: Json[]
}

function list({ name, items, others }: List, place: Place, visit: (spot: Spot) => void): void {
  const twin = twins(others)
  items.forEach((item, index) => {
    if (!isObject(item)) return
    const other = twin(item, index)
    if (other !== item) members(item, isObject(other) ? other : undefined, { ...place, ...named(item, place, { list: name, index }), path: [...place.path, name, index] }, visit)
  })
}

/** Finds the same member in another list: mostly it stands at the same place. */
function twins(others: Json[]): (item: Json, index: number) => Json {
  let byName: Map<string | undefined, Json> | undefined
  return (item, index) => {
    const there = others[index]
    const name = nameOf(item)
    if (there === item || name === undefined || nameOf(there) === name) return there
    byName ??= new Map(others.map((each) => [nameOf(each), each]))
    return byName.get(name)
  }
}

/** The address of a member of a list, and what is selected for the texts in it. */
function named(item: JsonObject, { address, owner }: Named, { list: name, index }: { list: string; index: number }): Named {
  if (typeof item.id === 'string') return { address: item.id, owner: item.id }
  const here = joined(address, `${name}/${nameOf(item) ?? index}`)
  return { address: here, owner: owner === '' && typeof item.key === 'string' ? here : owner }
}

/** Where a text stands now: where it stood, or where it was moved to since. Undefined when it is gone. */
export function whereIs(whole: object, { address, path }: Pick<Spot, 'address' | 'path'>): Spot['path'] | undefined {
  return addressOf(whole as JsonObject, path) === address ? path : textsOf(whole).find((spot) => spot.address === address)?.path
}

function addressOf(whole: JsonObject, path: Spot['path']): string {
  let at: Json = whole
  let place: Named = { address: '', owner: '' }
  let name = ''
  for (const step of path) {
    at = (at as { [step: string]: Json } | undefined)?.[step]
    if (typeof step === 'string') name = step
    if (typeof step === 'number') place = isObject(at) ? named(at, place, { list: name, index: step }) : { address: '', owner: '' }
    else if (isObject(at)) place = { ...place, address: joined(place.address, step) }
  }
  return isObject(at) ? place.address : ''
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
