import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Notice } from '../../desk/parts/Notice'
import { useI18n } from '../../i18n/I18n'
import { intlTag } from '../../i18n/locale'
import css from '../admin.module.css'
import { type Calendar, useDue } from './queries'

/** Half an hour before an office closes on the Friday to come: where a calendar shows best. */
function nextFriday(): string {
  const day = new Date()
  day.setDate(day.getDate() + ((12 - day.getDay()) % 7 || 7))
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}T17:30`
}

function useMoment(): (at: string, timeZone: string) => string {
  const { locale } = useI18n()
  const options = { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const
  return (at, timeZone) => new Intl.DateTimeFormat(intlTag(locale), { ...options, timeZone }).format(new Date(at))
}

/** When a case would be due by what stands on the screen. */
export function Preview({ calendar }: { calendar: Calendar }) {
  const { t } = useI18n()
  const [at, setAt] = useState(nextFriday)
  const [amount, setAmount] = useState(4)
  const [unit, setUnit] = useState<'hours' | 'days'>('hours')
  const { timeZone, hours, holidays } = calendar
  const [body] = useDebouncedValue({ timeZone, hours, holidays, at, level: unit === 'hours' ? `PT${amount}H` : `P${amount}D` }, 300)
  const { data, error } = useDue(body)
  const moment = useMoment()
  const level = t(`calendar.${unit}`, { n: amount })
  const hasMoment = !Number.isNaN(Date.parse(`${at}Z`))
  return (
    <section className={css.block} aria-labelledby="preview">
      <h2 id="preview">{t('calendar.preview')}</h2>
      <div className={css.filter}>
        <TextInput type="datetime-local" dir="ltr" label={t('calendar.arrives')} value={at} onChange={(e) => setAt(e.currentTarget.value)} />
        <NumberInput label={t('calendar.level')} className={css.short} min={1} max={999} allowDecimal={false} allowNegative={false} value={amount} onChange={(n) => typeof n === 'number' && n > 0 && setAmount(n)} />
        <NativeSelect label={t('calendar.unit')} value={unit} data={[{ value: 'hours', label: t('calendar.unit.hours') }, { value: 'days', label: t('calendar.unit.days') }]} onChange={(e) => setUnit(e.currentTarget.value as typeof unit)} />
      </div>
      {data && !error && hasMoment && <Notice role="status" tone="info" title={t('calendar.says', { at: moment(`${at}Z`, 'UTC'), level, due: moment(data.dueAt, timeZone) })} />}
      <FaultNotice error={error} />
    </section>
  )
}
