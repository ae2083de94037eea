import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { nowHere } from '../../api/sandbox'
import { useI18n } from '../../i18n/I18n'
import { intlTag } from '../../i18n/locale'
import css from './parts.module.css'

const Clock = createContext<number | undefined>(undefined)

/** One clock for all relative times of the screen, instead of a timer in each. */
export function ClockProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(nowHere)
  useEffect(() => {
    const timer = setInterval(() => setNow(nowHere()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return <Clock value={now}>{children}</Clock>
}

function useNow(): number {
  const tick = useContext(Clock)
  return tick ?? nowHere()
}

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000], ['month', 2_592_000], ['day', 86_400], ['hour', 3_600], ['minute', 60],
]

/** "in 3 hours", "2 days ago" */
export function relative(locale: string, seconds: number, style: 'narrow' | 'long'): string {
  const [unit, size] = units.find(([, s]) => Math.abs(seconds) >= s) ?? ['minute', 60]
  return new Intl.RelativeTimeFormat(intlTag(locale), { numeric: 'always', style }).format(Math.trunc(seconds / size), unit)
}

/** "3 h" without a direction, for ages. */
function span(locale: string, seconds: number): string {
  const [unit, size] = units.find(([, s]) => Math.abs(seconds) >= s) ?? ['minute', 60]
  const n = Math.max(0, Math.trunc(Math.abs(seconds) / size))
  return n.toLocaleString(intlTag(locale), { style: 'unit', unit, unitDisplay: 'short' })
}

/** Relative words for an instant, and the exact moment in the reader's zone. */
export function useTimes() {
  const { locale, dateTime } = useI18n()
  const now = useNow()
  const seconds = (iso: string): number => (new Date(iso).getTime() - now) / 1000
  return {
    now,
    exact: (iso: string) => `${dateTime(iso)} (${Intl.DateTimeFormat().resolvedOptions().timeZone})`,
    ago: (iso: string) => (Math.abs(seconds(iso)) < 60 ? undefined : relative(locale, seconds(iso), 'narrow')),
    span: (iso: string) => span(locale, seconds(iso)),
    isPast: (iso: string) => seconds(iso) < 0,
  }
}

/** An instant, relative to now; its title is the exact time. */
export function When({ at }: { at: string }) {
  const { t } = useI18n()
  const times = useTimes()
  return <time className={css.when} dateTime={at} title={times.exact(at)}>{times.ago(at) ?? t('desk.now')}</time>
}
