import { ActionIcon, NativeSelect, TextInput } from '@mantine/core'
import { Glyph } from '../../../desk/parts/Glyph'
import type { Condition, Operator, RuleType } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useContent } from '../../frame/content'
import { isPage } from '../tree'
import { optionsOf, useOptions } from './options'
import { comparesFields, isList, needsValue, operandType, operators, startValue, withOperator, wordOf } from './operators'
import css from './rules.module.css'
import type { Readable } from './scope'
import { ValueInput } from './ValueInput'

interface RowProps {
  condition: Condition
  all: readonly Readable[]
  onChange: (condition: Condition) => void
  onRemove: () => void
}

/** An answer by its label and what it stands in. */
export function useReadableName(): (it: Readable) => string {
  const { find } = useI18n()
  const { read } = useContent()
  return ({ field, above, part, label }) => {
    if (label !== undefined) return label
    const groups = above.filter((each) => !isPage(each)).map((each) => (isPage(each) ? '' : read(each.label) || each.key))
    const own = field ? read(field.label) || field.key : ''
    return [...groups, own, ...(part ? [find(`apply.bank.${part}`) ?? part] : [])].join(' › ')
  }
}

/** Choices of answers; one that is named but not there is kept. */
export function FieldSelect({ label, value, all, onChange }: { label: string; value: string; all: readonly Readable[]; onChange: (path: string) => void }) {
  const name = useReadableName()
  const isKnown = all.some((each) => each.path === value)
  return (
    <NativeSelect aria-label={label} value={value} onChange={(e) => onChange(e.currentTarget.value)}>
      {!isKnown && <option value={value}>{value}</option>}
      {headings(all).map(([group, members]) => {
        const offered = members.map((each) => <option key={each.path} value={each.path}>{name(each)}</option>)
        return group === undefined ? offered : <optgroup key={group} label={group}>{offered}</optgroup>
      })}
    </NativeSelect>
  )
}

/** What is offered, by heading, in the order in which they come. */
const headings = (all: readonly Readable[]): [string | undefined, Readable[]][] =>
  [...new Set(all.map((each) => each.group))].map((group) => [group, all.filter((each) => each.group === group)])

/** What a path reads; the answer before a change is read as the answer is. */
const readAt = (all: readonly Readable[], path: string): Readable | undefined =>
  all.find((each) => each.path === path) ?? all.find((each) => `previous.${each.path}` === path)

/** A condition over an answer with all that it needs. */
export function startCondition(it: Readable): Condition {
  const operator = operators[it.type][0] ?? 'notEmpty'
  const value = startValue(it.type, operator, optionsOf(it))
  return { field: it.path, operator, ...(value !== undefined && { value }), ...(it.isOutside && { match: 'some' as const }) }
}

function Against({ condition, all, type, onChange }: Omit<RowProps, 'onRemove'> & { type: RuleType }) {
  const { t } = useI18n()
  const others = all.filter((each) => each.path !== condition.field && (each.type === type || each.type === 'any'))
  if (!comparesFields(condition.operator) || others.length === 0) return null
  const { value: _, valueField: __, ...rest } = condition
  const pick = (isField: boolean): void =>
    onChange(isField ? { ...rest, valueField: others[0]!.path } : { ...rest, value: startValue(type, condition.operator, []) })
  return (
    <NativeSelect aria-label={t('builder.rule.against')} value={condition.valueField === undefined ? 'value' : 'field'} onChange={(e) => pick(e.currentTarget.value === 'field')}>
      <option value="value">{t('builder.rule.aValue')}</option>
      <option value="field">{t('builder.rule.aField')}</option>
    </NativeSelect>
  )
}

function Value({ condition, all, onChange, it }: Omit<RowProps, 'onRemove'> & { it: Readable | undefined }) {
  const { t } = useI18n()
  const { operator } = condition
  if (!needsValue(operator)) return null
  if (condition.valueField !== undefined) {
    const { valueField } = condition
    return <FieldSelect label={t('builder.rule.otherField')} value={valueField} all={all} onChange={(path) => onChange({ ...condition, valueField: path })} />
  }
  const type = operandType(it?.type ?? 'any', operator)
  const list = Array.isArray(condition.value) ? condition.value : []
  const field = operator === 'olderThan' || operator === 'youngerThan' ? undefined : it
  if (operator === 'between') {
    return [0, 1].map((i) => (
      <ValueInput key={i} label={t(i === 0 ? 'builder.rule.from' : 'builder.rule.to')} type={type} of={field} value={list[i]} onChange={(v) => onChange({ ...condition, value: [0, 1].map((j) => (j === i ? v : (list[j] ?? v))) })} />
    ))
  }
  if (isList(operator)) return <ListInput type={type} it={it} list={list} onChange={(value) => onChange({ ...condition, value })} />
  return <ValueInput label={t('builder.rule.value')} type={type} of={field} value={Array.isArray(condition.value) ? condition.value[0] : condition.value} onChange={(value) => onChange({ ...condition, value })} />
}

type Plain = string | number | boolean

function ListInput({ type, it, list, onChange }: { type: RuleType; it: Readable | undefined; list: readonly Plain[]; onChange: (list: Plain[]) => void }) {
  const { t } = useI18n()
  const options = useOptions()(it)
  if (options.length > 0) {
    return (
      <fieldset className={css.options}>
        <legend>{t('builder.rule.value')}</legend>
        {options.map((o) => (
          <label key={o.value}>
            <input type="checkbox" checked={list.includes(o.value)} onChange={(e) => onChange(options.map((each) => each.value).filter((v) => (v === o.value ? e.target.checked : list.includes(v))))} /> {o.label}
          </label>
        ))}
      </fieldset>
    )
  }
  const parse = (text: string): Plain => (type === 'number' ? Number(text) || 0 : text)
  return <TextInput aria-label={t('builder.rule.values')} placeholder={t('builder.rule.values')} defaultValue={list.join(', ')} onChange={(e) => onChange(e.currentTarget.value.split(',').map((s) => s.trim()).filter(Boolean).map(parse))} />
}

/** One condition: an answer, how it is compared, and with what. */
export function ConditionRow({ condition, all, onChange, onRemove }: RowProps) {
  const { t, find } = useI18n()
  const it = readAt(all, condition.field)
  const type = it?.type ?? 'any'
  const allowed = operators[type].includes(condition.operator) ? operators[type] : [condition.operator, ...operators[type]]
  const pickField = (path: string): void => {
    const next = all.find((each) => each.path === path)
    if (next) onChange(startCondition(next))
  }
  return (
    <div className={css.condition}>
      {it?.isOutside && (
        <NativeSelect aria-label={t('builder.rule.match')} value={condition.match ?? 'some'} onChange={(e) => onChange({ ...condition, match: e.currentTarget.value as NonNullable<Condition['match']> })}>
          {(['some', 'every', 'none'] as const).map((m) => <option key={m} value={m}>{t(`builder.rule.match.${m}`)}</option>)}
        </NativeSelect>
      )}
      <FieldSelect label={t('builder.rule.field')} value={condition.field} all={all} onChange={pickField} />
      <NativeSelect aria-label={t('builder.rule.operator')} value={condition.operator} onChange={(e) => onChange(withOperator(condition, e.currentTarget.value as Operator, type, optionsOf(it)))}>
        {allowed.map((o) => <option key={o} value={o}>{find(`builder.operator.${wordOf(o, type === 'date')}`) ?? o}</option>)}
      </NativeSelect>
      <Against condition={condition} all={all} type={type} onChange={onChange} />
      <Value key={`${condition.field} ${condition.operator}`} condition={condition} all={all} onChange={onChange} it={it} />
      <ActionIcon aria-label={t('builder.rule.remove')} onClick={onRemove}><Glyph name="close" /></ActionIcon>
    </div>
  )
}
