import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RuleType } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useOptions } from './options'
import css from './rules.module.css'
import type { Readable } from './scope'

type Plain = string | number | boolean

interface ValueProps {
  label: string
  type: RuleType
  of: Readable | undefined
  value: Plain | undefined
  onChange: (value: Plain) => void
}

/** Money is kept in cents and written as people do. */
function NumberInput({ label, of, value, onChange }: ValueProps) {
  const factor = of?.field?.type === 'money' && !of.part ? 100 : 1
  const [text, setText] = useState(typeof value === 'number' ? String(value / factor) : '')
  const change = (next: string): void => {
    setText(next)
    const number = Number(next)
    if (next.trim() !== '' && Number.isFinite(number)) onChange(factor === 1 ? number : Math.round(number * factor))
  }
  return <TextInput aria-label={label} inputMode="decimal" dir="ltr" value={text} onChange={(e) => change(e.currentTarget.value)} />
}

function DateInput({ label, value, onChange }: ValueProps) {
  const { t } = useI18n()
  const isToday = value === 'today' || value === undefined
  return (
    <span className={css.date}>
      <NativeSelect aria-label={label} value={isToday ? 'today' : 'day'} onChange={(e) => onChange(e.currentTarget.value === 'today' ? 'today' : new Date().toISOString().slice(0, 10))}>
        <option value="today">{t('builder.today')}</option>
        <option value="day">{t('builder.rule.day')}</option>
      </NativeSelect>
      {!isToday && <TextInput type="date" aria-label={`${label}: ${t('builder.rule.day')}`} value={String(value)} onChange={(e) => e.currentTarget.value && onChange(e.currentTarget.value)} />}
    </span>
  )
}

/** A constant of a type, written through the control that fits it. */
export function ValueInput(props: ValueProps) {
  const { t } = useI18n()
  const { label, type, of, value, onChange } = props
  const options = useOptions()(of)
  if (type === 'number') return <NumberInput {...props} />
  if (type === 'date') return <DateInput {...props} />
  if (type === 'bool') {
    return (
      <NativeSelect aria-label={label} value={String(value)} onChange={(e) => onChange(e.currentTarget.value === 'true')}>
        <option value="true">{t('builder.yes')}</option>
        <option value="false">{t('builder.no')}</option>
      </NativeSelect>
    )
  }
  if (options.length > 0) {
    return (
      <NativeSelect aria-label={label} value={String(value ?? '')} onChange={(e) => onChange(e.currentTarget.value)}>
        {!options.some((o) => o.value === value) && <option value={String(value ?? '')}>{String(value ?? '')}</option>}
        {options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
      </NativeSelect>
    )
  }
  return <TextInput aria-label={label} value={String(value ?? '')} onChange={(e) => onChange(e.currentTarget.value)} />
}
