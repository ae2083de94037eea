import type { I18n } from '../../i18n/I18n'
import type { TextKey } from '../../i18n/keys'
import type { Column, Queue } from '../query/queues'
import { countryOptions } from '../../fields/country/names'
import { states } from '../../fields/state/states'
import { parseFilter } from './view'

export type Kind = 'text' | 'number' | 'money' | 'time' | 'choice'

type Choices = readonly { value: string; label: string }[]

/** What a list can be narrowed by. */
export interface Filterable {
  field: string
  label: string
  kind: Kind
  /** What a choice may be. */
  choices: Choices
}

/** The columns that every queue may have; all others are answers. */
const fixed: Record<string, Kind> = {
  started: 'time',
  percent: 'number',
  attempts: 'number',
  activity: 'time',
  age: 'time',
  decided: 'time',
  risk: 'choice',
}

/** Columns that hold sentences or states, not values that people would type. */
const unfit: readonly string[] = ['page', 'token', 'reason']

function choicesOf({ key, type, options = [] }: Column, { text, find, locale }: I18n): Choices {
  if (key === 'risk') return ['low', 'medium', 'high'].map((r) => ({ value: r, label: find(`desk.risk.${r}`) ?? r }))
  if (type === 'country') return countryOptions(locale)
  return type === 'state' ? states : options.map((o) => ({ value: o.value, label: text(o.label) }))
}

function kindOf({ type, options }: Column): Kind {
  if (type === 'money') return 'money'
  if (type === 'date') return 'time'
  if (['country', 'state', 'select', 'radio'].includes(type) || options?.length) return 'choice'
  return ['number', 'percent'].includes(type) ? 'number' : 'text'
}

export function filterables(queue: Queue, i18n: I18n): Filterable[] {
  return queue.columns
    .filter((c) => !unfit.includes(c.key))
    .map((c) => ({ field: c.key, kind: fixed[c.key] ?? kindOf(c), label: i18n.text(c.label), choices: choicesOf(c, i18n) }))
}

export const operators: Record<Kind, readonly string[]> = {
  text: ['contains', '='],
  number: ['>=', '<=', '='],
  money: ['>=', '<='],
  time: ['>=', '<='],
  choice: ['=', '!='],
}

const words: Record<string, TextKey> = {
  contains: 'desk.filter.contains',
  '=': 'desk.filter.is',
  '!=': 'desk.filter.isNot',
  '>=': 'desk.filter.atLeast',
  '<=': 'desk.filter.atMost',
  isEmpty: 'desk.filter.isEmpty',
}

const timeWords: Record<string, TextKey> = { '>=': 'desk.filter.since', '<=': 'desk.filter.until' }

export function operatorWord(operator: string, kind: Kind, t: I18n['t']): string {
  const key = (kind === 'time' && timeWords[operator]) || words[operator]
  return key ? t(key) : operator
}

/** Money is kept in its smallest unit. */
export const stored = (kind: Kind, typed: string): string => (kind === 'money' ? String(Math.round(Number(typed.replace(',', '.')) * 100)) : typed.trim())

function shown(kind: Kind, value: string, i18n: I18n): string {
  if (kind === 'time') return i18n.date(value)
  return kind === 'money' ? i18n.number(Number(value) / 100, { minimumFractionDigits: 2 }) : value
}

/** A condition in words: "Risk is high". */
export function sentence(filter: string, among: readonly Filterable[], i18n: I18n): string {
  const { field, operator, value } = parseFilter(filter)
  const known = among.find((f) => f.field === field)
  const kind = known?.kind ?? 'text'
  const label = known?.label ?? (field === 'assignee' ? i18n.t('desk.column.assignee') : field)
  return [label, operatorWord(operator, kind, i18n.t), known?.choices.find((c) => c.value === value)?.label ?? shown(kind, value, i18n)].filter(Boolean).join(' ')
}
