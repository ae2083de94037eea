import { Autocomplete, Button, Checkbox, NativeSelect, Popover, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Glyph } from '../parts/Glyph'
import { grouped } from '../parts/Pick'
import type { Column } from '../query/queues'
import { useValues } from '../query/views'
import { type Filterable, filterables, filterOf, isBare, type Kind, operatorsOf, operatorWord, stored } from './filters'
import css from './queue.module.css'

const inputTypes: Record<Kind, string> = { text: 'text', number: 'number', money: 'text', time: 'date', choice: 'text' }

interface ValueProps {
  queue: string
  of: Filterable
  operator: string
  value: string
  error?: string
  onChange: (value: string) => void
}

/** Several values: those of a choice to tick, those of a text parted by commas. */
function Several({ of, value, error, onChange }: ValueProps) {
  const { t } = useI18n()
  const list = value ? (JSON.parse(value) as string[]) : []
  const put = (next: string[]): void => onChange(next.length > 0 ? JSON.stringify(next) : '')
  if (of.kind !== 'choice') {
    return <TextInput label={t('views.values')} description={t('views.valuesHint')} error={error} defaultValue={list.join(', ')} onChange={(e) => put(e.currentTarget.value.split(',').map((v) => v.trim()).filter(Boolean))} />
  }
  return (
    <Checkbox.Group label={t('views.values')} error={error} value={list} onChange={put}>
      <div className={css.several}>{of.choices.map((c) => <Checkbox key={c.value} value={c.value} label={c.label} />)}</div>
    </Checkbox.Group>
  )
}

/** A text with what others have answered, as far as it may be read. */
function Suggested({ queue, of, value, error, onChange }: ValueProps) {
  const { t, number } = useI18n()
  const { data = [] } = useValues(queue, of.field, value.trim(), true)
  const counts = new Map(data.map((v) => [v.value, `${number(v.count)}${v.more ? '+' : ''}`]))
  return (
    <Autocomplete
      label={t('desk.filter.value')} value={value} error={error} onChange={onChange} data={data.map((v) => v.value)} filter={({ options }) => options} comboboxProps={{ withinPortal: false }}
      renderOption={({ option }) => <span className={css.suggested}><bdi>{option.value}</bdi><span className={css.quiet}>{counts.get(option.value)}</span></span>}
    />
  )
}

function Value(props: ValueProps) {
  const { t } = useI18n()
  const { of, operator, value, error, onChange } = props
  const { kind, choices } = of
  if (isBare(operator)) return null
  if (operator === 'in') return <Several {...props} />
  if (operator === 'last' || operator === 'next') return <TextInput label={t('views.days')} type="number" min={0} value={value.replace('d', '')} error={error} onChange={(e) => onChange(e.currentTarget.value && `${e.currentTarget.value}d`)} />
  if (kind === 'choice') {
    return (
      <NativeSelect label={t('desk.filter.value')} value={value || choices[0]?.value} onChange={(e) => onChange(e.currentTarget.value)}>
        {choices.map((c) => <option key={c.value} value={c.value}>{c.label}</option>)}
      </NativeSelect>
    )
  }
  if (of.suggests) return <Suggested {...props} />
  return (
    <TextInput label={t('desk.filter.value')} type={inputTypes[kind]} inputMode={kind === 'money' ? 'decimal' : undefined} value={value} error={error} onChange={(e) => onChange(e.currentTarget.value)} />
  )
}

function FilterForm({ queue, among, onAdd }: { queue: string; among: readonly Filterable[]; onAdd: (filter: string) => void }) {
  const { t } = useI18n()
  const [at, setAt] = useState(among[0]?.field ?? '')
  const [operator, setOperator] = useState('')
  const [value, setValue] = useState('')
  const [isMissing, setMissing] = useState(false)
  const of = among.find((f) => f.field === at) ?? among[0]
  if (!of) return null
  const possible = operatorsOf(of)
  const chosen = possible.includes(operator) ? operator : possible[0]!
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const typed = of.kind === 'choice' && chosen !== 'in' ? value || (of.choices[0]?.value ?? '') : value
    const ready = ['in', 'last', 'next'].includes(chosen) ? typed : stored(of.kind, typed)
    const isGood = isBare(chosen) || (typed.trim() !== '' && ready !== 'NaN')
    setMissing(!isGood)
    if (isGood) onAdd(filterOf(of.field, chosen, ready))
  }
  const pick = (next: string): void => {
    setAt(next)
    setValue('')
  }
  const compare = (next: string): void => {
    setOperator(next)
    setValue('')
  }
  return (
    <form noValidate onSubmit={submit} className={css.filterForm}>
      <NativeSelect data-autofocus label={t('desk.filter.field')} value={of.field} data={grouped(among.map((f) => ({ value: f.field, label: f.label, group: f.form })))} onChange={(e) => pick(e.currentTarget.value)} />
      <NativeSelect label={t('desk.filter.operator')} value={chosen} onChange={(e) => compare(e.currentTarget.value)}>
        {possible.map((o) => <option key={o} value={o}>{operatorWord(o, of.kind, t)}</option>)}
      </NativeSelect>
      <Value key={`${of.field} ${chosen}`} queue={queue} of={of} operator={chosen} value={value} error={isMissing ? t('desk.filter.valueMissing') : undefined} onChange={setValue} />
      {of.masked && <p className={css.quiet}>{t('views.maskedHint')}</p>}
      <Button type="submit">{t('desk.filter.add')}</Button>
    </form>
  )
}

/** Adds one condition to the list. */
export function FilterMenu({ queue, columns, onAdd }: { queue: string; columns: readonly Column[]; onAdd: (filter: string) => void }) {
  const i18n = useI18n()
  const { t } = i18n
  const [isOpen, setOpen] = useState(false)
  const among = filterables(columns, i18n)
  if (among.length === 0) return null
  const add = (filter: string): void => {
    setOpen(false)
    onAdd(filter)
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus returnFocus withArrow position="bottom-start" transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="default" leftSection={<Glyph name="filter" />} onClick={() => setOpen((o) => !o)}>{t('desk.filter.title')}</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('desk.filter.title')}><FilterForm queue={queue} among={among} onAdd={add} /></Popover.Dropdown>
    </Popover>
  )
}
