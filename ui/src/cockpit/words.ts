import type { I18n } from '../i18n/I18n'
import { intlTag } from '../i18n/locale'
import type { ReportKey } from './choice'
import type { ReportRow } from './queries'

const units: readonly [string, number][] = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]]

/** "3 h", "12 min": in the largest unit of which there are two. */
export function duration(seconds: number, { number }: I18n): string {
  const [unit, size] = units.find(([, s]) => seconds >= 2 * s) ?? units.at(-1)!
  const n = seconds / size
  return number(n, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: n < 10 ? 1 : 0 })
}

/** What kind of figure a column of a report holds. */
function kindOf(report: ReportKey, column: string): 'share' | 'seconds' | 'minutes' | 'score' | 'count' {
  if (column === 'share') return 'share'
  if (column === 'score') return 'score'
  if (column === 'seconds') return 'seconds'
  if (column === 'median') return report === 'people' || report === 'minutes' ? 'minutes' : 'seconds'
  return column === 'minutes' || column === 'mean' ? 'minutes' : 'count'
}

/** A figure for people; nothing where it is not known. */
export function figure(report: ReportKey, column: string, value: number | undefined, i18n: I18n): string {
  if (value === undefined || Number.isNaN(value)) return '–'
  switch (kindOf(report, column)) {
    case 'share':
      return i18n.number(value, { style: 'percent', maximumFractionDigits: 0 })
    case 'seconds':
      return duration(value, i18n)
    case 'minutes':
      return i18n.number(value, { style: 'unit', unit: 'minute', unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0 })
    case 'score':
      return i18n.number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    default:
      return i18n.number(value, { maximumFractionDigits: 0 })
  }
}

function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames([intlTag(locale)], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

const monthName = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(intlTag(locale), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))

function wayName(report: ReportKey, key: string, { find, t, locale }: I18n): string {
  if (key === 'unknown') return t('cockpit.unknown')
  if (report === 'languages') return languageName(key, locale)
  return find(`cockpit.way.${key}`) ?? key
}

const ways: readonly ReportKey[] = ['devices', 'channels', 'languages']

/** What a row is called, and what it is a part of. */
export function nameOf(report: ReportKey, row: ReportRow, i18n: I18n): { name: string; of?: string } {
  const { t, find, text, date } = i18n
  const of = row.of === undefined ? undefined : ways.includes(report) ? wayName(report, row.of, i18n) : text(row.ofName)
  if (row.label) return { name: row.label }
  if (row.kind === 'error') return { name: find(`fault.${row.key}`, { f: text(row.ofName), n: '…' }) ?? row.key, of }
  if (row.name) return { name: text(row.name), of }
  if (report === 'feedback') return { name: monthName(row.key, i18n.locale) }
  if (report === 'trend') return { name: date(row.key) }
  if (ways.includes(report) && row.of === undefined) return { name: wayName(report, row.key, i18n) }
  return { name: find(`cockpit.key.${row.key}`) ?? (row.key || t('cockpit.unknown')), of }
}
