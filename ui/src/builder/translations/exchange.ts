import type { Worded } from '../document/texts'
import { fromCsv, toCsv } from './csv'
import { columnsOf, type Row, textNow } from './rows'

/** All texts that may be changed here as a table for a translator: the address of each, where it stands in words, and a column for each language. */
export function tableOf(whole: Worded, rows: readonly Row[], nameOf: (row: Row) => string): string {
  const columns = columnsOf(whole)
  const free = rows.filter((row) => !row.locked)
  return toCsv([['id', 'where', ...columns], ...free.map((row) => [row.address, nameOf(row), ...columns.map((l) => row.text[l] ?? '')])])
}

/** A sentence that a table gives anew. */
export interface Taken {
  row: Row
  locale: string
  value: string
  /** It was translated from a source that is another one now. */
  isOlder: boolean
}

/** What a translated table would do, before it does it. */
export interface Plan {
  changes: Taken[]
  /** Addresses that are not there, or no more. */
  unknown: string[]
  /** Texts whose source is not the one that the table has. The source is never taken from a table. */
  older: { row: Row; source: string }[]
  /** Columns that are no language of the definition. */
  columns: string[]
  /** Texts that may not be changed here. */
  locked: Row[]
}

/** Reads a translated table; undefined for what is none. Empty cells say nothing. */
export function planOf(whole: Worded, rows: readonly Row[], csv: string): Plan | undefined {
  const [head, ...lines] = fromCsv(csv)
  if (head?.[0]?.trim() !== 'id') return undefined
  const byAddress = new Map(rows.map((row) => [row.address, row]))
  const column = new Map(head.map((name, i) => [name.trim(), i]))
  const translated = whole.locales.filter((l) => l !== whole.defaultLocale && column.has(l))
  const plan: Plan = { changes: [], unknown: [], older: [], locked: [], columns: head.slice(1).filter((name) => !['where', '', ...whole.locales].includes(name.trim())) }
  for (const line of lines) {
    const row = byAddress.get(line[0] ?? '')
    if (!row) {
      plan.unknown.push(line[0] ?? '')
      continue
    }
    const source = line[column.get(whole.defaultLocale) ?? -1]
    const isOlder = source !== undefined && !isSame(source, row.text[whole.defaultLocale] ?? '')
    const given = translated.map((locale) => ({ row, locale, isOlder, value: line[column.get(locale)!] ?? '' }))
    const changes = given.filter(({ locale, value }) => value.trim() !== '' && !isSame(value, row.text[locale] ?? ''))
    if (isOlder) plan.older.push({ row, source })
    if (row.locked && changes.length > 0) plan.locked.push(row)
    else plan.changes.push(...changes)
  }
  return plan
}

/**
 * What of a plan can still be done: late are the changes of texts that somebody else has written or deleted since it was
 * made. What was translated from a source that is another one since is older.
 */
export function stillOpen(whole: Worded, { changes }: Plan): { changes: Taken[]; late: Taken[] } {
  const judged = changes.map((change) => ({ change, now: textNow(whole, change.row) }))
  const isOpen = ({ change: { row, locale }, now }: (typeof judged)[number]): boolean => now !== undefined && now[locale] === row.text[locale]
  const source = whole.defaultLocale
  return {
    changes: judged.filter(isOpen).map(({ change, now }) => (now?.[source] === change.row.text[source] ? change : { ...change, isOlder: true })),
    late: judged.filter((each) => !isOpen(each) && each.now?.[each.change.locale] !== each.change.value).map(({ change }) => change),
  }
}

/** Spreadsheets write the ends of lines in their own way. */
const isSame = (a: string, b: string): boolean => a.replace(/\r\n?/g, '\n') === b.replace(/\r\n?/g, '\n')
