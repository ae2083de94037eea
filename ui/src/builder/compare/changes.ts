import { equal, isObject, type Json, type JsonObject } from '../document/json'

/** One difference between two versions, as people think of it. */
export interface Change {
  kind: 'added' | 'removed' | 'moved' | 'changed'
  /** The list that it stands in: pages, fields, stages, transitions, options…; "" is the definition itself. */
  list: string
  /** What people call it. */
  name: string
  /** What it stands in, outermost first. */
  within: string[]
  /** Of a change: the property, and its values as they read. */
  property?: string
  before?: string
  after?: string
}

interface Part {
  list: string
  owner: string
  index: number
  name: string
  within: string[]
  said: JsonObject
}

/** Says a value in words that JSON has none for, a line for each of its parts; undefined for any other value. */
export type Teller = (list: string, property: string, value: Json) => string[] | undefined

/** All that differs between two versions of one definition, in the order of the later one; what is gone comes last. */
export function changesBetween(before: object, after: object, locale: string, tell: Teller = () => undefined): Change[] {
  const [was, is] = [partsOf(before as JsonObject, locale), partsOf(after as JsonObject, locale)]
  const changes: Change[] = []
  const steady = keptInOrder(was, is)
  for (const [id, part] of is) {
    const old = was.get(id)
    if (!old) {
      if (!isInside(part, is, was)) changes.push(said('added', part))
      continue
    }
    if (old.owner !== part.owner) changes.push({ ...said('moved', part), before: old.within.at(-1) ?? '', after: part.within.at(-1) ?? '' })
    else if (!steady.has(id)) changes.push(said('moved', part))
    changes.push(...properties(old, part, locale).map((change) => worded(change, old, part, tell)))
  }
  for (const [id, part] of was) if (!is.has(id) && !isInside(part, was, is)) changes.push(said('removed', part))
  return changes
}

/** A change in the words of a teller: only the lines that differ. */
function worded(change: Change, old: Part, now: Part, tell: Teller): Change {
  const { list, property = '' } = change
  const [before, after] = [tell(list, property, old.said[property]), tell(list, property, now.said[property])]
  if (!before && !after) return change
  const [was, is] = differing(before ?? [], after ?? [])
  return { ...change, before: was.join('\n'), after: is.join('\n') }
}

/** Two lists without what they begin and end with alike. */
function differing(a: string[], b: string[]): [string[], string[]] {
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++
  return [a.slice(head, a.length - tail), b.slice(head, b.length - tail)]
}

const said = (kind: Change['kind'], { list, name, within }: Part): Change => ({ kind, list, name, within })

/** What is new inside something new is not told again. */
const isInside = (part: Part, here: Map<string, Part>, there: Map<string, Part>): boolean =>
  part.owner !== '' && here.has(part.owner) && !there.has(part.owner)

/** The parts that keep their order among the neighbours that both versions have: only what jumped over others has moved. */
function keptInOrder(was: Map<string, Part>, is: Map<string, Part>): Set<string> {
  const lists = new Map<string, [string[], string[]]>()
  const gather = (parts: Map<string, Part>, other: Map<string, Part>, side: 0 | 1): void => {
    for (const [id, { owner, list }] of parts) {
      if (other.get(id)?.owner !== owner) continue
      const key = `${owner}\n${list}`
      const both = lists.get(key) ?? [[], []]
      both[side].push(id)
      lists.set(key, both)
    }
  }
  gather(was, is, 0)
  gather(is, was, 1)
  return new Set([...lists.values()].flatMap(([old, now]) => (equal(old, now) ? now : [...longestRun(old, now)])))
}

/** The ids that keep their order: a longest common subsequence. */
function longestRun(a: string[], b: string[]): Set<string> {
  const best: number[][] = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i]![j] = a[i] === b[j] ? best[i + 1]![j + 1]! + 1 : Math.max(best[i + 1]![j]!, best[i]![j + 1]!)
    }
  }
  const run = new Set<string>()
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      run.add(a[i]!)
      i++
      j++
    } else if (best[i + 1]![j]! >= best[i]![j + 1]!) i++
    else j++
  }
  return run
}

/** Every part of a definition that has an identity, by it: pages and fields by id, the members of other lists by key. */
function partsOf(definition: JsonObject, locale: string): Map<string, Part> {
  const parts = new Map<string, Part>()
  const visit = (owner: string, within: string[], node: JsonObject): JsonObject => {
    const own: JsonObject = {}
    for (const [list, value] of Object.entries(node)) {
      // What only holds parts together, as the approvals of a transition do, is no part itself.
      if (isObject(value) && Object.values(value).some(isParts)) {
        for (const [property, inner] of Object.entries(visit(owner, within, value))) own[`${list}.${property}`] = inner
        continue
      }
      if (!isParts(value)) {
        own[list] = value
        continue
      }
      value.forEach((item, index) => {
        const id = typeof item.id === 'string' ? item.id : `${owner}/${list}/${String(item.key ?? item.value)}`
        const name = nameOf(item, locale)
        const part: Part = { list, owner, index, name, within, said: {} }
        parts.set(id, part)
        part.said = visit(id, [...within, name], item)
      })
    }
    return own
  }
  const root: Part = { list: '', owner: '', index: 0, name: nameOf(definition, locale), within: [], said: {} }
  parts.set('', root)
  root.said = visit('', [], definition)
  return parts
}

const isParts = (value: Json): value is JsonObject[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => isObject(item) && ['id', 'key', 'value'].some((name) => typeof item[name] === 'string'))

function nameOf(node: JsonObject, locale: string): string {
  for (const property of ['title', 'label', 'name']) {
    const text = node[property]
    if (isObject(text) && typeof text[locale] === 'string' && text[locale] !== '') return text[locale]
  }
  return String(node.key ?? node.value ?? node.id ?? '')
}

function properties(old: Part, now: Part, locale: string): Change[] {
  const names = [...new Set([...Object.keys(old.said), ...Object.keys(now.said)])].filter((name) => name !== 'id' && !(now.list === '' && name === 'outdated'))
  return names.flatMap((property) => {
    const [before, after] = [old.said[property], now.said[property]]
    if (equal(before, after) || (isEmpty(before) && isEmpty(after))) return []
    return [{ ...said('changed', now), property, before: reading(before, after, locale), after: reading(after, before, locale) }]
  })
}

const isEmpty = (value: Json): boolean => value === undefined || (Array.isArray(value) && value.length === 0)

/** A value as it reads. Of a text only the languages that differ. */
function reading(value: Json, other: Json, locale: string): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  if (!isObject(value) || !Object.values(value).every((each) => typeof each === 'string')) return JSON.stringify(value)
  const theirs = isObject(other) ? other : {}
  const differing = Object.entries(value).filter(([language, text]) => theirs[language] !== text)
  const [first] = differing
  return differing.length === 1 && first?.[0] === locale ? String(first[1]) : differing.map(([language, text]) => `${language}: ${String(text)}`).join(' · ')
}
