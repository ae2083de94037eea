import { intlTag } from '../../i18n/locale'
import { asciiDigits } from '../amount'

export interface DateParts {
  year: string
  month: string
  day: string
}

const plain = (s: string): string => s.normalize('NFD').replace(/[\u0300-\u036f.\u200e\u200f]/g, '').trim().toLowerCase()

const names = new Map<string, string[][]>()

/** The names of the months in a language, long and short, January first. */
function monthNames(locale: string): string[][] {
  let list = names.get(locale)
  if (!list) {
    const styles = (['long', 'short'] as const).map((month) => new Intl.DateTimeFormat(intlTag(locale), { month, timeZone: 'UTC' }))
    list = Array.from({ length: 12 }, (_, m) => styles.map((f) => plain(f.format(Date.UTC(2026, m, 15)))))
    names.set(locale, list)
  }
  return list
}

/** "3", "03", "mar", "março" to "03"; anything else as typed. */
export function readMonth(typed: string, locale: string): string {
  const s = plain(asciiDigits(typed))
  if (/^\d{1,2}$/.test(s)) return s.padStart(2, '0')
  if (s.length < 3) return typed.trim()
  const hits = monthNames(locale).flatMap((forms, m) => (forms.some((f) => f === s || f.startsWith(s)) ? [m + 1] : []))
  return hits.length === 1 ? String(hits[0]).padStart(2, '0') : typed.trim()
}

const twoDigits = (s: string): string => (/^\d{1,2}$/.test(s) ? s.padStart(2, '0') : s)

/** The parts as an answer: "1990-02-09", or what was typed with hyphens between; undefined when nothing was typed. */
export function joinParts(parts: DateParts, locale: string): string | undefined {
  const year = asciiDigits(parts.year).trim()
  const day = twoDigits(asciiDigits(parts.day).trim())
  const month = parts.month.trim() === '' ? '' : readMonth(parts.month, locale)
  return year || month || day ? `${year}-${month}-${day}` : undefined
}

const short = (s: string): string => (/^0\d$/.test(s) ? s.slice(1) : s)

/** An answer as the three boxes show it. */
export function splitParts(value: unknown): DateParts {
  if (typeof value !== 'string') return { year: '', month: '', day: '' }
  const [year = '', month = '', ...day] = value.split('-')
  return { year, month: short(month), day: short(day.join('-')) }
}

/** The parts that are missing from an answer that has others. */
export function missingParts(value: unknown): (keyof DateParts)[] {
  const parts = splitParts(value)
  const order = ['day', 'month', 'year'] as const
  const missing = order.filter((p) => parts[p] === '')
  return missing.length === 3 ? [] : [...missing]
}
