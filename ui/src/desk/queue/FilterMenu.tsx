import { Button, NativeSelect, Popover, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Glyph } from '../parts/Glyph'
import type { Queue } from '../query/queues'
import { type Filterable, filterables, type Kind, operators, operatorWord, stored } from './filters'
import css from './queue.module.css'

const inputTypes: Record<Kind, string> = { text: 'text', number: 'number', money: 'text', time: 'date', choice: 'text' }

interface ValueProps extends Pick<Filterable, 'kind' | 'choices'> {
  value: string
  error?: string
  onChange: (value: string) => void
}

function Value({ kind, choices, value, error, onChange }: ValueProps) {
  const { t } = useI18n()
  if (kind === 'choice') {
    return (
      <NativeSelect label={t('desk.filter.value')} value={value || choices[0]?.value} onChange={(e) => onChange(e.currentTarget.value)}>
        {choices.map((c) => <option key={c.value} value={c.value}>{c.label}</option>)}
      </NativeSelect>
    )
  }
  return (
    <TextInput label={t('desk.filter.value')} type={inputTypes[kind]} inputMode={kind === 'money' ? 'decimal' : undefined} value={value} error={error} onChange={(e) => onChange(e.currentTarget.value)} />
  )
}

function FilterForm({ among, onAdd }: { among: readonly Filterable[]; onAdd: (filter: string) => void }) {
  const { t } = useI18n()
  const [at, setAt] = useState(0)
  const [operator, setOperator] = useState('')
  const [value, setValue] = useState('')
  const [isMissing, setMissing] = useState(false)
  const { field, kind, choices } = among[at] ?? { field: '', kind: 'text' as const, choices: [] }
  const chosen = operators[kind].includes(operator) ? operator : operators[kind][0]!
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const typed = kind === 'choice' ? value || (choices[0]?.value ?? '') : value
    const ready = stored(kind, typed)
    const isGood = typed.trim() !== '' && ready !== 'NaN'
    setMissing(!isGood)
    if (isGood) onAdd(`${field}:${chosen}:${ready}`)
  }
  const pick = (next: number): void => {
    setAt(next)
    setValue('')
  }
  return (
    <form noValidate onSubmit={submit} className={css.filterForm}>
      <NativeSelect data-autofocus label={t('desk.filter.field')} value={at} onChange={(e) => pick(Number(e.currentTarget.value))}>
        {among.map((f, i) => <option key={f.field} value={i}>{f.label}</option>)}
      </NativeSelect>
      <NativeSelect label={t('desk.filter.operator')} value={chosen} onChange={(e) => setOperator(e.currentTarget.value)}>
        {operators[kind].map((o) => <option key={o} value={o}>{operatorWord(o, kind, t)}</option>)}
      </NativeSelect>
      <Value kind={kind} choices={choices} value={value} error={isMissing ? t('desk.filter.valueMissing') : undefined} onChange={setValue} />
      <Button type="submit">{t('desk.filter.add')}</Button>
    </form>
  )
}

/** Adds one condition to the list. */
export function FilterMenu({ queue, onAdd }: { queue: Queue; onAdd: (filter: string) => void }) {
  const i18n = useI18n()
  const { t } = i18n
  const [isOpen, setOpen] = useState(false)
  const among = filterables(queue, i18n)
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
      <Popover.Dropdown aria-label={t('desk.filter.title')}><FilterForm among={among} onAdd={add} /></Popover.Dropdown>
    </Popover>
  )
}
