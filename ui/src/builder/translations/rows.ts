import type { Text } from '../../fields/types'
import { folded } from '../../desk/shell/search'
import { isOutdated } from '../document/outdated'
import { type Spot, textsOf, whereIs, type Worded } from '../document/texts'

/** A line of the table: one text in all languages. */
export interface Row extends Spot {
  /** Other places that say the same and change with it: a queue that several stages share. */
  twins: Spot[]
  /** It need not be said at all. */
  isOptional: boolean
  /** It can be read here and changed only where it comes from. */
  locked?: boolean
}

const optional = new Set(['description', 'hint', 'help'])

const isOptional = ({ path }: Spot): boolean => optional.has(String(path.at(-1))) || path[0] === 'attributes' || (path[0] === 'transitions' && path.length === 3)

/** What stands at a path of a definition. */
export const at = (whole: object, path: Spot['path']): unknown => path.reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], whole)

const queueOf = (whole: object, { path }: Spot): string | undefined =>
  path.at(-2) === 'queue' ? (at(whole, path.slice(0, -1)) as { key?: string }).key : undefined

/** All texts of a definition, each once. isLocked tells of an owner whether its texts may be changed here. */
export function rowsOf(whole: Worded, isLocked?: (owner: string) => boolean): Row[] {
  const rows: Row[] = []
  const queues = new Map<string, Row>()
  for (const spot of textsOf(whole)) {
    const queue = queueOf(whole, spot)
    const first = queue === undefined ? undefined : queues.get(queue)
    if (first) {
      first.twins.push(spot)
      continue
    }
    const row: Row = { ...spot, twins: [], isOptional: isOptional(spot), ...(isLocked?.(spot.owner) && { locked: true }) }
    if (queue !== undefined) queues.set(queue, row)
    rows.push(row)
  }
  return rows
}

const isSaid = (text: Text, locale: string): boolean => !!text[locale]?.trim()

const isSilent = (text: Text): boolean => Object.values(text).every((sentence) => !sentence.trim())

/** Whether a text has no sentence in a language, and should. */
export const isMissing = ({ text, isOptional: may }: Pick<Row, 'text' | 'isOptional'>, locale: string): boolean => !isSaid(text, locale) && !(may && isSilent(text))

/** How far a language is. */
export interface Progress {
  locale: string
  /** From 0 to 100; 100 only when nothing is missing. */
  percent: number
  missing: number
  outdated: number
}

export function progressOf(whole: Worded, rows: readonly Row[], locale: string): Progress {
  const missing = rows.filter((row) => isMissing(row, locale)).length
  const percent = rows.length === 0 ? 100 : Math.floor((100 * (rows.length - missing)) / rows.length)
  const marks = new Set(whole.outdated?.[locale])
  return { locale, percent, missing, outdated: rows.filter((row) => marks.has(row.address)).length }
}

/** The row that a text stands in: its own, or the one that it changes with. */
export const rowAt = (rows: readonly Row[], address: string): Row | undefined =>
  rows.find((row) => row.address === address || row.twins.some((twin) => twin.address === address))

/** What of the table is shown. */
export interface Filter {
  state: 'all' | 'missing' | 'outdated'
  search: string
}

/** Whether a row has something of the wished state in one of these languages, and the words that are looked for. */
export function matches(whole: Worded, row: Row, { state, search, locales, name }: Filter & { locales: readonly string[]; name: string }): boolean {
  if (state === 'missing' && !locales.some((l) => isMissing(row, l))) return false
  if (state === 'outdated' && !locales.some((l) => isOutdated(whole, row.address, l))) return false
  const words = folded(search).split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const said = folded([name, row.address, ...Object.values(row.text)].join(' '))
  return words.every((word) => said.includes(word))
}

/** A text as it is now, wherever its row has it; undefined when it is gone. */
export function textNow(whole: object, row: Row): Text | undefined {
  const path = whereIs(whole, row)
  return path && (at(whole, path) as Text)
}

/** The languages of a definition, the first one first. */
export const columnsOf = ({ locales, defaultLocale }: Worded): string[] => [defaultLocale, ...locales.filter((l) => l !== defaultLocale)]
