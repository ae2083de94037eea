import { equal, isObject, type Json, type JsonObject } from './json'
import { forTexts, type Worded } from './texts'
import type { Text } from '../../fields/types'

// A translation is outdated when its source has changed since it was written. The marks are part of the definition, and
// are kept here alone: after every change, whoever made it, and after every merge.

/** The addresses that are marked, by language. */
type Marks = Map<string, Set<string>>

const isWorded = (definition: object): definition is Worded => 'defaultLocale' in definition && 'locales' in definition && Array.isArray(definition.locales)

function marksOf({ outdated }: Worded): Marks {
  const lists = Object.entries(isObject(outdated) ? outdated : {})
  return new Map(lists.flatMap(([locale, list]) => (Array.isArray(list) ? [[locale, new Set(list)] as const] : [])))
}

const has = (marks: Marks, locale: string, address: string): boolean => marks.get(locale)?.has(address) ?? false

/** The texts that are written here: those of a section are judged where they are written. */
function textsIn(definition: object, other?: object): Map<string, Text> {
  const texts = new Map<string, Text>()
  forTexts(definition, ({ address, text, isCopied }) => void (!isCopied && texts.set(address, text)), other)
  return texts
}

/** The definition with these marks: only of its other languages, sorted, and the very same where they are its own. */
function withMarks<D extends Worded>(definition: D, marks: Marks): D {
  const kept = definition.locales.filter((l) => l !== definition.defaultLocale && marks.get(l)?.size).sort()
  const outdated = Object.fromEntries(kept.map((l) => [l, [...marks.get(l)!].sort()]))
  if (equal(outdated, definition.outdated ?? {}) && (kept.length > 0 || definition.outdated === undefined)) return definition
  const { outdated: _, ...rest } = definition
  return (kept.length > 0 ? { ...rest, outdated } : rest) as D
}

interface Change<D> {
  /** The state whose marks are right. */
  since: D
  /** The state that the change was made to: the same, or the letters of a word later. */
  now: D
  after: D
  /** The change says itself which translations are outdated: its marks stand, and no others. */
  judges?: boolean | undefined
}

/**
 * What a change made, with its marks: a translation is marked when its source changed and it did not, and no more when it
 * was written anew. Costs what differs, not what there is.
 */
export function remarked<D extends object>({ since, now, after, judges = false }: Change<D>): D {
  if (!isWorded(since) || !isWorded(now) || !isWorded(after)) return after
  if (judges) return withMarks(after, known(marksOf(after), after))
  const isOwn = !equal(after.outdated as Json, now.outdated as Json)
  const before = marksOf(since)
  const marks = marksOf(isOwn ? after : since)
  const [was, is] = [textsIn(since, after), textsIn(after, since)]
  // A text that stands under another address is the same text: its part was given another key, or another place.
  const origins = new Map([...was].map(([address, text]) => [text, address]))
  const others = after.locales.filter((l) => l !== after.defaultLocale)
  const judged = [...is].flatMap(([address, text]) => {
    const origin = origins.get(text) ?? address
    const old = was.get(origin)
    return others.filter((locale) => {
      const isMarked = isOwn ? has(marks, locale, address) : has(before, locale, origin)
      return isStale({ old, text, locale, source: after.defaultLocale, isMarked, isOwn })
    }).map((locale) => [locale, address] as const)
  })
  for (const list of marks.values()) for (const address of [...was.keys(), ...is.keys()]) list.delete(address)
  for (const [locale, address] of judged) marks.set(locale, (marks.get(locale) ?? new Set()).add(address))
  return withMarks(after, isOwn ? known(marks, after) : marks)
}

interface Judged {
  old: Text | undefined
  text: Text
  locale: string
  source: string
  isMarked: boolean
  /** The mark was set on purpose. */
  isOwn: boolean
}

function isStale({ old, text, locale, source, isMarked, isOwn }: Judged): boolean {
  if (!text[locale]) return false
  const isWritten = old !== undefined && old[locale] !== text[locale]
  if (isWritten) return isOwn && isMarked
  return isMarked || (!!old?.[source] && old[source] !== text[source])
}

/** Marks that a person or a file wrote, without those of texts that are not there. */
function known(marks: Marks, definition: Worded): Marks {
  const texts = textsIn(definition)
  return new Map([...marks].map(([locale, list]) => [locale, new Set([...list].filter((address) => texts.get(address)?.[locale]))]))
}

interface Sides<D> {
  base: D
  ours: D
  theirs: D
}

/**
 * What two changes came to, with its marks. Where one side has a source and its translation as they are now, it has
 * judged them; where the source is of one side and the translation of the other, nobody has, so it is outdated.
 */
export function mergedMarks<D extends object>(merged: D, { base, ours, theirs }: Sides<D>): D {
  if (!isWorded(merged) || !isWorded(base) || !isWorded(ours) || !isWorded(theirs)) return merged
  const source = merged.defaultLocale
  const [b, o, t] = [base, ours, theirs].map((side) => ({ texts: textsIn(side), marks: marksOf(side) })) as [Side, Side, Side]
  const marks: Marks = new Map()
  for (const [address, text] of textsIn(merged)) {
    for (const locale of merged.locales) {
      if (locale === source || !text[locale]) continue
      const isSame = ({ texts }: Side): boolean => texts.get(address)?.[source] === text[source] && texts.get(address)?.[locale] === text[locale]
      const isMarked = ({ marks: own }: Side): boolean => has(own, locale, address)
      const isNew = isSame(o) && isSame(t) ? isMarked(isMarked(o) === isMarked(b) ? t : o) : isSame(o) ? isMarked(o) : isSame(t) ? isMarked(t) : true
      if (isNew) marks.set(locale, (marks.get(locale) ?? new Set()).add(address))
    }
  }
  return withMarks(merged, marks)
}

interface Side {
  texts: Map<string, Text>
  marks: Marks
}

/** A definition without its marks, which are merged apart. */
export function unmarked(definition: JsonObject): JsonObject {
  if (!isWorded(definition) || !('outdated' in definition)) return definition
  const { outdated: _, ...rest } = definition
  return rest
}

/** Whether a translation is marked. */
export const isOutdated = ({ outdated }: Worded, address: string, locale: string): boolean => outdated?.[locale]?.includes(address) ?? false
