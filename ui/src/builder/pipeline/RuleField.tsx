import { ActionIcon, Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { Glyph } from '../../desk/parts/Glyph'
import type { Condition, Operator, Query, Rule, RuleType, RuleValue } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { useEditing } from './editing'
import type { Name } from './names'
import css from './panel.module.css'
import { ruleIn } from './words'

interface RuleFieldProps {
  label: string
  rule: Rule | undefined
  /** Undefined takes the rule away. */
  onChange: (rule: Rule | undefined) => void
}

const isQuery = (node: Query | Condition): node is Query => 'rules' in node

const valueless: readonly Operator[] = ['isEmpty', 'notEmpty']
const several: readonly Operator[] = ['in', 'notIn', 'between']

const operators: Partial<Record<RuleType, readonly Operator[]>> = {
  number: ['=', '!=', '<', '<=', '>', '>=', 'between', 'isEmpty', 'notEmpty'],
  date: ['=', '!=', '<', '<=', '>', '>=', 'olderThan', 'youngerThan', 'isEmpty', 'notEmpty'],
  bool: ['=', '!=', 'isEmpty', 'notEmpty'],
  choice: ['=', '!=', 'in', 'notIn', 'isEmpty', 'notEmpty'],
  choices: ['contains', 'notContains', 'isEmpty', 'notEmpty'],
  text: ['=', '!=', 'in', 'notIn', 'contains', 'notContains', 'beginsWith', 'endsWith', 'isEmpty', 'notEmpty'],
}

const typed = (name: Name | undefined, operator: Operator, text: string): RuleValue => {
  const isNumber = name?.type === 'number' || operator === 'olderThan' || operator === 'youngerThan'
  if (isNumber && text.trim() !== '' && !Number.isNaN(Number(text))) return Number(text)
  if (name?.type === 'bool') return text === 'true'
  return text
}

interface RowProps {
  condition: Condition
  onChange: (condition: Condition) => void
  onRemove: () => void
}

function Value({ condition, name, onChange }: { condition: Condition; name: Name | undefined; onChange: (value: RuleValue) => void }) {
  const { t } = useI18n()
  const { operator, value } = condition
  const label = t('flow.rule.value')
  const options = name?.options
  if (several.includes(operator)) {
    const text = Array.isArray(value) ? value.join(', ') : String(value ?? '')
    return <TextInput aria-label={t('flow.rule.values')} key={condition.field} defaultValue={text} onBlur={(e) => onChange(e.currentTarget.value.split(',').map((each) => typed(name, operator, each.trim())).filter((each) => each !== '') as RuleValue)} />
  }
  if (options && operator !== 'olderThan') {
    return (
      <NativeSelect aria-label={label} value={String(value ?? '')} onChange={(e) => onChange(typed(name, operator, e.currentTarget.value))}>
        {!options.some((o) => o.value === String(value)) && <option value={String(value ?? '')}>{String(value ?? '…')}</option>}
        {options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
      </NativeSelect>
    )
  }
  return <TextInput aria-label={label} value={String(value ?? '')} onChange={(e) => onChange(typed(name, operator, e.currentTarget.value))} />
}

function Fields({ value, onChange }: { value: string; onChange: (path: string) => void }) {
  const { t, find } = useI18n()
  const { names } = useEditing()
  const groups = ['answers', 'checks', 'case'] as const
  return (
    <NativeSelect aria-label={t('flow.rule.field')} value={value} onChange={(e) => onChange(e.currentTarget.value)}>
      {!names.some((n) => n.path === value) && <option value={value}>{value || t('flow.rule.choose')}</option>}
      {groups.map((group) => {
        const members = names.filter((n) => n.group === group)
        return members.length > 0 && <optgroup key={group} label={find(`flow.path.${group}`) ?? group}>{members.map((n) => <option key={n.path} value={n.path}>{n.label}</option>)}</optgroup>
      })}
    </NativeSelect>
  )
}

/** A first value that fits, so that a condition is never half written. */
const firstValue = (name: Name | undefined): RuleValue => typed(name, '=', name?.options?.[0]?.value ?? (name?.type === 'number' ? '0' : ''))

function Row({ condition, onChange, onRemove }: RowProps) {
  const { t, find } = useI18n()
  const { names } = useEditing()
  const name = names.find((n) => n.path === condition.field.replace(/^previous\./, ''))
  const offered = operators[name?.type ?? 'text'] ?? ['isEmpty', 'notEmpty']
  const all = offered.includes(condition.operator) ? offered : [condition.operator, ...offered]
  const setOperator = (operator: Operator): void => {
    const { value = firstValue(name), valueField, ...rest } = condition
    const first = Array.isArray(value) ? value[0] : value
    if (valueless.includes(operator)) return onChange({ field: rest.field, operator })
    if (valueField) return onChange({ ...rest, operator, valueField })
    onChange({ ...rest, operator, value: several.includes(operator) ? (Array.isArray(value) ? value : [value]) : (first ?? '') })
  }
  const setField = (field: string): void => {
    const next = names.find((n) => n.path === field)
    const operator = (operators[next?.type ?? 'text'] ?? ['notEmpty'])[0]!
    onChange(valueless.includes(operator) ? { field, operator } : { field, operator, value: firstValue(next) })
  }
  return (
    <div className={css.condition}>
      <Fields value={condition.field} onChange={setField} />
      <NativeSelect aria-label={t('flow.rule.operator')} value={condition.operator} onChange={(e) => setOperator(e.currentTarget.value as Operator)}>
        {all.map((o) => <option key={o} value={o}>{find(`flow.operator.${o}`) ?? o}</option>)}
      </NativeSelect>
      {condition.valueField !== undefined
        ? <Fields value={condition.valueField} onChange={(valueField) => onChange({ ...condition, valueField })} />
        : !valueless.includes(condition.operator) && <Value condition={condition} name={name} onChange={(value) => onChange({ ...condition, value })} />}
      <ActionIcon aria-label={t('flow.rule.remove')} onClick={onRemove}><Glyph name="close" /></ActionIcon>
    </div>
  )
}

function Group({ query, onChange, onRemove }: { query: Query; onChange: (query: Query) => void; onRemove?: () => void }) {
  const { t } = useI18n()
  const { names } = useEditing()
  const put = (i: number, node: Query | Condition): void => onChange({ ...query, rules: query.rules.with(i, node) })
  const drop = (i: number): void => (query.rules.length === 1 && onRemove ? onRemove() : onChange({ ...query, rules: query.rules.toSpliced(i, 1) }))
  const add = (): void => onChange({ ...query, rules: [...query.rules, { field: names.find((n) => n.group !== 'answers')?.path ?? names[0]?.path ?? 'field', operator: 'notEmpty' }] })
  return (
    <div className={css.group} role="group" aria-label={t('flow.rule.group')}>
      <NativeSelect aria-label={t('flow.rule.combinator')} value={query.combinator} onChange={(e) => onChange({ ...query, combinator: e.currentTarget.value === 'or' ? 'or' : 'and' })}>
        <option value="and">{t('flow.rule.all')}</option>
        <option value="or">{t('flow.rule.any')}</option>
      </NativeSelect>
      {query.rules.map((node, i) =>
        isQuery(node)
          ? <Group key={i} query={node} onChange={(next) => put(i, next)} onRemove={() => drop(i)} />
          : <Row key={i} condition={node} onChange={(next) => put(i, next)} onRemove={() => drop(i)} />,
      )}
      <div><Button variant="default" leftSection={<Glyph name="plus" />} onClick={add}>{t('flow.rule.add')}</Button></div>
    </div>
  )
}

/** A condition: said as a sentence, and changed row by row. What an expert wrote in CEL stays CEL. */
export function RuleField({ label, rule, onChange }: RuleFieldProps) {
  const i18n = useI18n()
  const { t } = i18n
  const { names } = useEditing()
  if (!rule) {
    const start = (): void => onChange({ query: { combinator: 'and', rules: [{ field: names.find((n) => n.group !== 'answers')?.path ?? names[0]?.path ?? 'field', operator: 'notEmpty' }] } })
    return (
      <div className={css.rule} role="group" aria-label={label}>
        <span className={css.label}>{label}</span>
        <p className={css.quiet}>{t('flow.rule.always')}</p>
        <div><Button variant="default" leftSection={<Glyph name="plus" />} onClick={start}>{t('flow.rule.add')}</Button></div>
      </div>
    )
  }
  return (
    <div className={css.rule} role="group" aria-label={label}>
      <span className={css.label}>{label}</span>
      {rule.query && <p className={css.sentence}>{ruleIn(i18n, names, rule)}</p>}
      {rule.query
        ? <Group query={rule.query} onChange={(query) => onChange(query.rules.length > 0 ? { query } : undefined)} onRemove={() => onChange(undefined)} />
        : <Textarea aria-label={t('flow.rule.cel')} description={t('flow.rule.cel')} dir="ltr" rows={3} className={css.code} value={rule.cel ?? ''} onChange={(e) => onChange(e.currentTarget.value ? { cel: e.currentTarget.value } : undefined)} />}
      <div><Button variant="subtle" onClick={() => onChange(undefined)}>{t('flow.rule.clear')}</Button></div>
    </div>
  )
}
