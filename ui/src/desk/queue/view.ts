import type { Schemas } from '../../api/client'

/** A column of a view; without a width it is as wide as it needs. */
export interface Shown {
  key: string
  width?: number
}

/** What of a queue is shown, as the address says it. */
export interface ListView {
  search: string
  sort: string
  filters: readonly string[]
  /** None are those of the queue. */
  columns?: readonly Shown[]
  /** The saved view that this began with. */
  saved?: string
}

const columnOf = (text: string): Shown => {
  const [key = '', width] = text.split('~')
  return Number(width) > 0 ? { key, width: Number(width) } : { key }
}

export function viewOf(params: URLSearchParams): ListView {
  const columns = params.getAll('column').map(columnOf)
  const saved = params.get('view')
  return {
    search: params.get('search') ?? '',
    sort: params.get('sort') ?? '',
    filters: params.getAll('filter'),
    ...(columns.length > 0 && { columns }),
    ...(saved && { saved }),
  }
}

export function paramsOf({ search, sort, filters, columns = [], saved }: ListView): URLSearchParams {
  const params = new URLSearchParams()
  if (search) params.set('search', search)
  if (sort) params.set('sort', sort)
  for (const f of filters) params.append('filter', f)
  for (const { key, width } of columns) params.append('column', width ? `${key}~${width}` : key)
  if (saved) params.set('view', saved)
  return params
}

/** One condition: field, operator, value. The value may hold colons. */
export function parseFilter(text: string): { field: string; operator: string; value: string } {
  const [field = '', operator = '', ...rest] = text.split(':')
  return { field, operator, value: rest.join(':') }
}

export const answerPath = (column: string): string => column.replace(/^answers\./, '')

const invert = (sort: string): string => (sort.startsWith('-') ? sort.slice(1) : `-${sort}`)

/** What to ask for to have a column ascending. The server sorts ages by when they began: the oldest come first. */
const ascending = (column: string): string => (column === 'age' ? '-age' : column)

/** Columns without an order. */
const unordered: readonly string[] = ['token', 'reason', 'reminders', 'requests', 'items', 'approvals', 'decider', 'purge', 'sends', 'response', 'signers', 'datum']

export const isSortable = (column: string): boolean => !unordered.includes(column)

/** Columns that tell what happened to a case: where it happened to none, there is nothing to tell. They have no order, so nobody misses them. */
const happened: readonly string[] = ['requests', 'items', 'approvals', 'response', 'datum']

/** A column of the queue that would be empty in every line. */
export const isSilent = (column: string, rows: readonly Pick<Schemas['CaseRow'], 'values' | 'reminders'>[]): boolean =>
  happened.includes(column) ? rows.every((r) => r.values?.[column] === undefined) : column === 'reminders' && rows.every((r) => !r.reminders)

export type Direction = 'ascending' | 'descending' | 'none'

/** A list without a wish is sorted by age, oldest first. */
const standard = 'age'

export function directionOf(column: string, sort: string): Direction {
  const now = sort || standard
  const word = ascending(column)
  if (now === word) return 'ascending'
  return now === invert(word) ? 'descending' : 'none'
}

export function nextSort(column: string, sort: string): string {
  const word = ascending(column)
  return directionOf(column, sort) === 'ascending' ? invert(word) : word
}
