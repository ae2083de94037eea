import type { I18n } from '../../i18n/I18n'
import type { TextKey } from '../../i18n/keys'
import type { Column } from '../query/queues'
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
  /** Compared as a whole only. */
  masked?: boolean
  /** Its values may be asked for. */
  suggests?: boolean
  /** The form or the pipeline that it is of. */
  form?: string
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
const unfit: readonly string[] = ['page', 'token', 'reason', 'reminders', 'requests', 'items', 'approvals', 'decider', 'purge', 'sends', 'response', 'signers', 'datum']

function choicesOf({ key, type, options = [] }: Column, { text, find, locale }: I18n): Choices {
  if (key === 'risk') return ['low', 'medium', 'high'].map((r) => ({ value: r, label: find(`desk.risk.${r}`) ?? r }))
  if (type === 'country') return countryOptions(locale)
  if (type === 'check') return ['pass', 'fail', 'unclear', 'unavailable', 'pending', 'skipped'].map((r) => ({ value: r, label: find(`desk.result.${r}`) ?? r }))
  return type === 'state' ? states : options.map((o) => ({ value: o.value, label: text(o.label) }))
}

function kindOf({ type, options }: Column): Kind {
  if (type === 'money') return 'money'
  if (type === 'date') return 'time'
  if (['country', 'state', 'select', 'radio', 'check'].includes(type) || options?.length) return 'choice'
  return ['number', 'percent'].includes(type) ? 'number' : 'text'
}

export function filterables(columns: readonly Column[], i18n: I18n): Filterable[] {
  return columns
    .filter((c) => !unfit.includes(c.key))
    .map((c) => ({
      field: c.key, kind: fixed[c.key] ?? kindOf(c), label: i18n.text(c.label), choices: choicesOf(c, i18n),
      masked: c.masked, suggests: c.suggests, form: i18n.text(c.form) || undefined,
    }))
}

const compared: Record<Kind, readonly string[]> = {
  text: ['contains', '=', 'in', 'isEmpty', 'notEmpty'],
  number: ['>=', '<=', '=', 'isEmpty', 'notEmpty'],
  money: ['>=', '<=', 'isEmpty', 'notEmpty'],
  time: ['>=', '<=', 'last', 'next', 'isEmpty', 'notEmpty'],
  choice: ['=', 'in', '!=', 'isEmpty', 'notEmpty'],
}

/** What every case has cannot be empty. */
const always: readonly string[] = ['started', 'percent', 'attempts', 'activity', 'age', 'decided']

/** How a field can be compared. */
export const operatorsOf = ({ kind, masked, field }: Filterable): readonly string[] =>
  masked ? ['=', 'isEmpty', 'notEmpty'] : compared[kind].filter((o) => !(always.includes(field) && ['isEmpty', 'notEmpty', 'next'].includes(o)))

/** What needs no value. */
export const isBare = (operator: string): boolean => operator === 'isEmpty' || operator === 'notEmpty'

/** A condition as the address says it. */
export const filterOf = (field: string, operator: string, value: string): string =>
  operator === 'notEmpty' ? `${field}:isEmpty:false` : operator === 'isEmpty' ? `${field}:isEmpty:` : `${field}:${operator}:${value}`

const words: Record<string, TextKey> = {
  contains: 'desk.filter.contains',
  '=': 'desk.filter.is',
  '!=': 'desk.filter.isNot',
  '>=': 'desk.filter.atLeast',
  '<=': 'desk.filter.atMost',
  isEmpty: 'desk.filter.isEmpty',
  notEmpty: 'views.op.notEmpty',
  in: 'views.op.in',
  last: 'views.op.last',
  next: 'views.op.next',
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

/** The values of a list, each in words. */
function listed(value: string, say: (one: string) => string, { locale }: I18n): string {
  try {
    const list: unknown = JSON.parse(value)
    return Array.isArray(list) ? new Intl.ListFormat(locale, { type: 'disjunction' }).format(list.map((v) => say(String(v)))) : value
  } catch {
    return value
  }
}

/** A condition in words: "Risk is high". */
export function sentence(filter: string, among: readonly Filterable[], i18n: I18n): string {
  const { field, operator, value } = parseFilter(filter)
  const known = among.find((f) => f.field === field)
  const kind = known?.kind ?? 'text'
  const label = known?.label ?? (field === 'assignee' ? i18n.t('desk.column.assignee') : field)
  const say = (one: string): string => known?.choices.find((c) => c.value === one)?.label ?? shown(kind, one, i18n)
  if (operator === 'isEmpty') return `${label} ${i18n.t(value === 'false' ? 'views.op.notEmpty' : 'desk.filter.isEmpty')}`
  if (operator === 'last' || operator === 'next') return `${label} ${i18n.t(`views.op.${operator}Days`, { n: Number.parseInt(value, 10) || 0 })}`
  if (operator === 'in') return `${label} ${i18n.t('views.op.in')} ${listed(value, say, i18n)}`
  return [label, operatorWord(operator, kind, i18n.t), say(value)].filter(Boolean).join(' ')
}
