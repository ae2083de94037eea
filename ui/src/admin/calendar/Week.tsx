import { Checkbox, TextInput } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { intlTag } from '../../i18n/locale'
import css from '../admin.module.css'
import type { Calendar } from './queries'

/** The days as calendars name them, Monday first. */
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
type Day = (typeof days)[number]

const office = '09:00-18:00'
const midnight = '24:00' // which a field of time calls 00:00

export function useDayName(): (day: Day) => string {
  const { locale } = useI18n()
  const names = new Intl.DateTimeFormat(intlTag(locale), { weekday: 'long', timeZone: 'UTC' })
  return (day) => names.format(new Date(Date.UTC(2026, 10, 2 + days.indexOf(day)))) // 2 November 2026 is a Monday
}

interface WeekProps {
  hours: Calendar['hours']
  wrong: (path: string) => string | undefined
  onChange: (hours: Calendar['hours']) => void
}

function Row({ day, hours, wrong, onChange }: WeekProps & { day: Day }) {
  const { t } = useI18n()
  const name = useDayName()(day)
  const text = hours[day]
  const [from = '', to = ''] = text?.split('-') ?? []
  const set = (next: string | undefined): void => onChange(Object.fromEntries(Object.entries({ ...hours, [day]: next }).filter(([, value]) => value !== undefined)) as Calendar['hours'])
  const before = hours[days[days.indexOf(day) - 1] ?? 'mon']
  const error = wrong(`/hours/${day}`)
  return (
    <li className={css.workday}>
      <Checkbox label={name} checked={text !== undefined} onChange={(e) => set(e.currentTarget.checked ? (before ?? office) : undefined)} />
      {text === undefined && <span className={css.quiet}>{t('calendar.off')}</span>}
      {text !== undefined && (
        <>
          <TextInput type="time" dir="ltr" aria-label={t('calendar.fromOf', { day: name })} value={from} error={!!error} onChange={(e) => set(`${e.currentTarget.value}-${to}`)} />
          <span aria-hidden="true">–</span>
          <TextInput type="time" dir="ltr" aria-label={t('calendar.untilOf', { day: name })} value={to === midnight ? '00:00' : to} error={!!error} onChange={(e) => set(`${from}-${e.currentTarget.value === '00:00' ? midnight : e.currentTarget.value}`)} />
          {to === midnight && <span className={css.quiet}>{t('calendar.midnight')}</span>}
          {error && <span className={css.bad} role="alert">{error}</span>}
        </>
      )}
    </li>
  )
}

/** On which days work is done, and from when until when. */
export function Week(props: WeekProps) {
  const { t } = useI18n()
  const error = props.wrong('/hours')
  return (
    <section className={css.block} aria-labelledby="week">
      <h2 id="week">{t('calendar.week')}</h2>
      <p className={css.quiet}>{t('calendar.weekHint')}</p>
      <ul className={css.workdays}>{days.map((day) => <Row key={day} day={day} {...props} />)}</ul>
      {error && <p className={css.bad} role="alert">{error}</p>}
    </section>
  )
}
