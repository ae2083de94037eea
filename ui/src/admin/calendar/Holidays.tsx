import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../desk/parts/Dialog'
import { Stack, Table } from '../../desk/parts/Table'
import { useSay } from '../../desk/parts/toast'
import { useI18n } from '../../i18n/I18n'
import { intlTag } from '../../i18n/locale'
import css from '../admin.module.css'
import { type Holiday, holidaysOfBrazil, isDate, merged, readHolidays, repeated } from './holidays'

interface HolidaysProps {
  holidays: readonly Holiday[]
  wrong: (path: string) => string | undefined
  onChange: (holidays: Holiday[]) => void
}

function useDay(): (date: string) => string {
  const { locale } = useI18n()
  const format = new Intl.DateTimeFormat(intlTag(locale), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return (date) => (isDate(date) ? format.format(new Date(`${date}T00:00:00Z`)) : date)
}

/** What a list adds, once it is clear that all of it was read. */
function PasteDialog({ onAdd, onClose }: { onAdd: (holidays: Holiday[]) => void; onClose: () => void }) {
  const { t, number } = useI18n()
  const [text, setText] = useState('')
  const { holidays, unread } = readHolidays(text)
  const lines = unread.map((n) => number(n)).join(', ')
  const submit = (): void => {
    if (unread.length === 0 && holidays.length > 0) onAdd(holidays)
  }
  return (
    <Dialog title={t('calendar.paste')} action={t('calendar.pasteDo')} busy={false} onSubmit={submit} onClose={onClose}>
      <Textarea data-autofocus dir="auto" label={t('calendar.pasteLabel')} description={t('calendar.pasteHint')} autosize minRows={6} maxRows={14} maxLength={20_000} value={text} error={unread.length > 0 ? t('calendar.unread', { lines }) : undefined} onChange={(e) => setText(e.currentTarget.value)} />
      <p role="status" className={css.quiet}>{t('calendar.read', { n: holidays.length })}</p>
    </Dialog>
  )
}

function Brazil({ year, onAdd }: { year: number; onAdd: (holidays: Holiday[]) => void }) {
  const { t } = useI18n()
  const [withBanks, setBanks] = useState(true)
  const propose = (): void => onAdd(holidaysOfBrazil(year, withBanks).map(({ date, name }) => ({ date, name: t(`calendar.br.${name}`) })))
  return (
    <div className={css.filter}>
      <Button variant="default" onClick={propose}>{t('calendar.brazil', { year: String(year) })}</Button>
      <Checkbox label={t('calendar.banks')} checked={withBanks} onChange={(e) => setBanks(e.currentTarget.checked)} />
    </div>
  )
}

function Add({ year, onAdd }: { year: number; onAdd: (holidays: Holiday[]) => void }) {
  const { t } = useI18n()
  const [date, setDate] = useState('')
  const [name, setName] = useState('')
  const add = (): void => {
    if (!isDate(date)) return
    onAdd([name.trim() ? { date, name: name.trim() } : { date }])
    setDate('')
    setName('')
  }
  const idle = !isDate(date) || undefined
  return (
    <div className={css.filter}>
      <TextInput type="date" dir="ltr" label={t('calendar.date')} min={`${year - 1}-01-01`} max={`${year + 10}-12-31`} value={date} onChange={(e) => setDate(e.currentTarget.value)} />
      <TextInput label={t('calendar.name')} maxLength={100} value={name} onChange={(e) => setName(e.currentTarget.value)} onKeyDown={(e) => e.key === 'Enter' && add()} />
      <Button variant="default" aria-disabled={idle} data-disabled={idle} onClick={add}>{t('calendar.add')}</Button>
    </div>
  )
}

function List({ shown, holidays, wrong, onChange }: HolidaysProps & { shown: readonly Holiday[] }) {
  const { t } = useI18n()
  const day = useDay()
  return (
    <Table label={t('calendar.holidays')} heads={[t('calendar.date'), t('calendar.name'), t('calendar.actions')]}>
      {shown.map((h) => (
        <tr key={h.date}>
          <th scope="row">{day(h.date)}{wrong(`/holidays/${holidays.indexOf(h)}`) && <span className={css.bad}> {wrong(`/holidays/${holidays.indexOf(h)}`)}</span>}</th>
          <td><TextInput size="xs" maxLength={100} aria-label={t('calendar.nameOf', { date: day(h.date) })} value={h.name ?? ''} onChange={(e) => onChange(holidays.map((one) => (one === h ? { ...one, name: e.currentTarget.value } : one)))} /></td>
          <td><Button size="compact-sm" variant="subtle" aria-label={t('calendar.removeOf', { date: day(h.date) })} onClick={() => onChange(holidays.filter((one) => one !== h))}>{t('calendar.remove')}</Button></td>
        </tr>
      ))}
    </Table>
  )
}

/** The days without work, a year at a time: typed, proposed, repeated or pasted. */
export function Holidays(props: HolidaysProps) {
  const { holidays, onChange } = props
  const { t } = useI18n()
  const say = useSay()
  const now = new Date().getFullYear()
  const [year, setYear] = useState(now)
  const [isPasting, setPasting] = useState(false)
  const years = [...new Set([now, now + 1, ...holidays.map((h) => Number(h.date.slice(0, 4)))])].filter(Number.isFinite).sort()
  const shown = holidays.filter((h) => h.date.startsWith(`${year}-`))
  const add = (more: Holiday[]): void => {
    const next = merged(holidays, more)
    onChange(next)
    say(t('calendar.added', { n: next.length - holidays.length }))
    const first = more[0]
    if (first) setYear(Number(first.date.slice(0, 4)))
  }
  return (
    <section className={css.block} aria-labelledby="holidays">
      <h2 id="holidays">{t('calendar.holidays')}</h2>
      <p className={css.quiet}>{t('calendar.holidaysHint')}</p>
      <NativeSelect label={t('calendar.year')} className={css.short} value={String(year)} data={years.map(String)} onChange={(e) => setYear(Number(e.currentTarget.value))} />
      {shown.length === 0 ? <p>{t('calendar.none', { year: String(year) })}</p> : <List {...props} shown={shown} />}
      <Stack>
        <Add year={year} onAdd={add} />
        <Brazil year={year} onAdd={add} />
        <div className={css.rowActions}>
          {shown.length > 0 && <Button variant="default" onClick={() => add(repeated(holidays, year))}>{t('calendar.repeat', { year: String(year), next: String(year + 1) })}</Button>}
          <Button variant="default" onClick={() => setPasting(true)}>{t('calendar.paste')}</Button>
        </div>
      </Stack>
      {isPasting && <PasteDialog onClose={() => setPasting(false)} onAdd={(more) => { setPasting(false); add(more) }} />}
    </section>
  )
}
