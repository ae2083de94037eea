import type { Condition, Form, Query, Rule, RuleValue, Text } from '../../../fields/types'
import type { I18n } from '../../../i18n/I18n'
import type { Names } from '../../pipeline/names'
import { isPage, pathOf, walk } from '../tree'
import { wordOf } from './operators'

interface Words {
  form: Form
  read: (text: Text | undefined) => string
  i18n: Pick<I18n, 't' | 'find' | 'date' | 'either'>
  /** What is no answer of the form. */
  around?: Names
}

const isQuery = (node: Query | Condition): node is Query => 'rules' in node

/** Labels of fields and of their options, by path. */
function labels({ form, read, around = [] }: Words): Map<string, { label: string; options: Map<string, string>; type: string }> {
  const all = new Map<string, { label: string; options: Map<string, string>; type: string }>()
  walk(form, (spot) => {
    if (isPage(spot.node)) return
    const options = new Map((spot.node.options ?? []).map((o) => [o.value, read(o.label) || o.value]))
    all.set(pathOf(spot), { label: read(spot.node.label) || spot.node.key, options, type: spot.node.type })
  })
  for (const { path, label, options = [] } of around) {
    all.set(path, { label, options: new Map(options.map((o) => [o.value, o.label])), type: 'check' })
  }
  return all
}

/** "check “Address” passed", where a rule says no more of a check than that. */
export function checkSaid({ find }: Pick<I18n, 'find'>, c: Condition, name: string): string | undefined {
  if (!/^checks\..+\.result$/.test(c.field) || (c.operator !== '=' && c.operator !== '!=') || typeof c.value !== 'string') return undefined
  return find(`flow.check.${c.operator === '=' ? 'is' : 'isNot'}.${c.value}`, { name })
}

/** Reads rules of one form as sentences: "Country is Brazil and Age is at least 18". */
export function sentences(words: Words): (rule: Rule) => string {
  let known: ReturnType<typeof labels> | undefined
  const { t, find, date } = words.i18n
  const field = (path: string): string => {
    known ??= labels(words)
    const own = known.get(path)
    if (own) return own.label
    const whole = known.get(path.slice(0, path.lastIndexOf('.')))
    const part = path.slice(path.lastIndexOf('.') + 1)
    return whole ? `${whole.label} › ${find(`apply.bank.${part}`) ?? part}` : path
  }
  const one = (value: string | number | boolean, path: string): string => {
    known ??= labels(words)
    if (value === true || value === false) return t(value ? 'builder.yes' : 'builder.no')
    if (value === 'today') return t('builder.today')
    if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return date(value)
    const own = known.get(path)
    if (own?.type === 'money' && typeof value === 'number') return (value / 100).toLocaleString(undefined, { minimumFractionDigits: 2 })
    if (typeof value !== 'string') return String(value)
    return own?.options.get(value) ?? (value === '' ? '…' : `“${value}”`)
  }
  const value = (given: RuleValue | undefined, path: string): string =>
    given === undefined ? '…' : Array.isArray(given) ? given.map((v) => one(v, path)).join(', ') : one(given, path)
  const condition = (c: Condition): string => {
    const list = Array.isArray(c.value) ? c.value : []
    const params = {
      field: field(c.field),
      value: c.valueField === undefined ? value(c.value, c.field) : field(c.valueField),
      low: c.operator === 'between' ? value(list[0], c.field) : '',
      high: c.operator === 'between' ? value(list[1], c.field) : '',
    }
    const plain = checkSaid(words.i18n, c, params.field) ?? find(`builder.says.${wordOf(c.operator, known?.get(c.field)?.type === 'date')}`, params) ?? `${params.field} ${c.operator} ${params.value}`
    return c.match ? t(`builder.match.${c.match}`, { rule: plain }) : plain
  }
  const query = (q: Query, isInner: boolean): string => {
    const parts = q.rules.map((node) => (isQuery(node) ? query(node, true) : condition(node)))
    const joined = parts.join(` ${t(q.combinator === 'and' ? 'builder.and' : 'builder.or')} `)
    if (q.not) return t('builder.not', { rule: joined })
    return isInner && parts.length > 1 ? `(${joined})` : joined
  }
  return (rule) => (rule.query ? query(rule.query, false) || t('builder.always') : (rule.cel ?? ''))
}
