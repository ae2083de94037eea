import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import { type Part, readDuration, type Unit, units, writeDuration } from './duration'
import css from './panel.module.css'

interface DurationFieldProps {
  label: string
  /** ISO 8601; "" for none. */
  value: string
  onChange: (value: string) => void
  /** Whether it may count backwards, as "90 days before". */
  isSigned?: boolean
  isOptional?: boolean
}

function Units({ label, unit, onChange }: { label: string; unit: string; onChange: (unit: Unit | '') => void }) {
  const { t } = useI18n()
  return (
    <NativeSelect aria-label={t('flow.duration.unit', { label })} value={unit} onChange={(e) => onChange(e.currentTarget.value as Unit | '')}>
      {units.map((each) => <option key={each} value={each}>{t(`flow.duration.${each}`)}</option>)}
      {unit === 'second' && <option value="second">{t('flow.duration.second')}</option>}
    </NativeSelect>
  )
}

/** A length of time as a number and a unit. One that mixes units is shown as it is written. */
export function DurationField({ label, value, onChange, isSigned = false, isOptional = false }: DurationFieldProps) {
  const { t } = useI18n()
  const read = readDuration(value)
  if (value && (!read || read.parts.length > 1)) return <TextInput label={label} dir="ltr" value={value} onChange={(e) => onChange(e.currentTarget.value)} />
  const part: Part = read?.parts[0] ?? { n: 0, unit: 'day' }
  const isNegative = read?.isNegative ?? false
  const write = (next: Part, negative = isNegative): void => onChange(isOptional && next.n === 0 ? '' : writeDuration(next, negative))
  return (
    <fieldset className={css.duration}>
      <legend>{label}</legend>
      <TextInput
        type="number"
        min={isOptional ? 0 : 1}
        max={36500}
        aria-label={t('flow.duration.number', { label })}
        placeholder={isOptional ? t('flow.duration.none') : undefined}
        value={read ? part.n : ''}
        onChange={(e) => write({ ...part, n: Math.max(0, Math.round(Number(e.currentTarget.value) || 0)) })}
      />
      <Units label={label} unit={part.unit} onChange={(unit) => unit && write({ n: part.n || 1, unit })} />
      {isSigned && (
        <NativeSelect aria-label={t('flow.duration.side', { label })} value={isNegative ? '-' : ''} onChange={(e) => write(part, e.currentTarget.value === '-')}>
          <option value="">{t('flow.duration.after')}</option>
          <option value="-">{t('flow.duration.before')}</option>
        </NativeSelect>
      )}
    </fieldset>
  )
}

interface DurationListProps {
  label: string
  values: readonly string[]
  onChange: (values: string[]) => void
  isSigned?: boolean
  /** How many there are at the least. */
  least?: number
}

/** Several lengths of time, each of which counts once. */
export function DurationList({ label, values, onChange, isSigned, least = 0 }: DurationListProps) {
  const { t, number } = useI18n()
  return (
    <div role="group" aria-label={label} className={css.stack}>
      {values.length === 0 && <span className={css.label}>{label}</span>}
      {values.map((value, i) => (
        <div key={i} className={css.line}>
          <DurationField label={values.length > 1 ? `${label} ${number(i + 1)}` : label} value={value} isSigned={isSigned} onChange={(next) => onChange(values.with(i, next))} />
          {values.length > least && (
            <ActionIcon aria-label={t('flow.duration.remove', { n: i + 1 })} onClick={() => onChange(values.toSpliced(i, 1))}><Glyph name="close" /></ActionIcon>
          )}
        </div>
      ))}
      <div><Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => onChange([...values, 'P1D'])}>{t('flow.duration.add')}</Button></div>
    </div>
  )
}
