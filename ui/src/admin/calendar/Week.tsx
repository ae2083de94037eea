import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { flushSync } from 'react-dom'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import { intlTag } from '../../i18n/locale'
import css from '../admin.module.css'
import type { Calendar } from './queries'
import { midnight, readSpans, type Span, withBreak, withoutBreak, writeSpans } from './spans'

/** The days as calendars name them, Monday first. */
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
type Day = (typeof days)[number]

const office = '09:00-18:00'

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

interface SpanProps {
  day: Day
  span: Span
  isAfter: boolean
  isWrong: boolean
  onChange: (span: Span) => void
}

/** From when until when work is done without a break. */
function SpanFields({ day, span, isAfter, isWrong, onChange }: SpanProps) {
  const { t } = useI18n()
  const name = useDayName()(day)
  const { from, to } = span
  return (
    <>
      <TextInput type="time" dir="ltr" aria-label={t(isAfter ? 'calendar.fromAfter' : 'calendar.fromOf', { day: name })} value={from} error={isWrong} onChange={(e) => onChange({ from: e.currentTarget.value, to })} />
      <span aria-hidden="true">–</span>
      <TextInput type="time" dir="ltr" aria-label={t(isAfter ? 'calendar.untilAfter' : 'calendar.untilOf', { day: name })} value={to === midnight ? '00:00' : to} error={isWrong} onChange={(e) => onChange({ from, to: e.currentTarget.value === '00:00' ? midnight : e.currentTarget.value })} />
      {to === midnight && <span className={css.quiet}>{t('calendar.midnight')}</span>}
    </>
  )
}

/** The hours of a day with work, its breaks between them. */
function Spans({ day, spans, isWrong, onChange }: { day: Day; spans: readonly Span[]; isWrong: boolean; onChange: (spans: readonly Span[]) => void }) {
  const { t } = useI18n()
  const name = useDayName()(day)
  const last = useRef<HTMLDivElement>(null)
  const parted = withBreak(spans)
  const add = (): void => {
    flushSync(() => onChange(parted ?? spans))
    last.current?.querySelector('input')?.focus()
  }
  const remove = (index: number): void => {
    flushSync(() => onChange(withoutBreak(spans, index)))
    last.current?.querySelector('input')?.focus()
  }
  return (
    <div className={css.spans}>
      {spans.map((span, i) => (
        <div key={i} ref={i === spans.length - 1 ? last : undefined} className={css.span}>
          <SpanFields day={day} span={span} isAfter={i > 0} isWrong={isWrong} onChange={(next) => onChange(spans.with(i, next))} />
          {i > 0 && <ActionIcon variant="default" size={36} title={t('calendar.breakRemove')} aria-label={t('calendar.breakRemoveOf', { day: name, at: span.from })} onClick={() => remove(i)}><Glyph name="close" /></ActionIcon>}
          {i === spans.length - 1 && parted && <Button variant="subtle" size="compact-sm" aria-label={t('calendar.breakOf', { day: name })} onClick={add}>{t('calendar.break')}</Button>}
        </div>
      ))}
    </div>
  )
}

function Row({ day, hours, wrong, onChange }: WeekProps & { day: Day }) {
  const { t } = useI18n()
  const name = useDayName()(day)
  const text = hours[day]
  const set = (next: string | undefined): void => onChange(Object.fromEntries(Object.entries({ ...hours, [day]: next }).filter(([, value]) => value !== undefined)) as Calendar['hours'])
  const before = hours[days[days.indexOf(day) - 1] ?? 'mon']
  const error = wrong(`/hours/${day}`)
  return (
    <li className={css.workday}>
      <Checkbox label={name} checked={text !== undefined} onChange={(e) => set(e.currentTarget.checked ? (before ?? office) : undefined)} />
      {text === undefined && <span className={css.quiet}>{t('calendar.off')}</span>}
      {text !== undefined && <Spans day={day} spans={readSpans(text)} isWrong={!!error} onChange={(spans) => set(writeSpans(spans))} />}
      {error && <span className={css.bad} role="alert">{error}</span>}
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
