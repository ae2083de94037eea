import { intlTag } from './locale'

export interface Formats {
  number: (n: number, options?: Intl.NumberFormatOptions) => string
  /** "YYYY-MM-DD" or an instant, written out: 9 February 2026. */
  date: (iso: string) => string
  /** An instant as an hour and minute, for what happened just now. */
  time: (iso: string) => string
  dateTime: (iso: string) => string
  fileSize: (bytes: number) => string
  /** "a, b and c" */
  list: (items: readonly string[]) => string
  /** "a, b or c" */
  either: (items: readonly string[]) => string
}

/** Instants are shown in the reader's own zone; a day without zone stays that day. */
function instant(iso: string): { date: Date; zone: string | undefined } {
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) ? { date: new Date(`${iso}T00:00:00Z`), zone: 'UTC' } : { date: new Date(iso), zone: undefined }
}

function dated(locale: string, options: Intl.DateTimeFormatOptions): (iso: string) => string {
  return (iso) => {
    const { date, zone } = instant(iso)
    return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(intlTag(locale), { ...options, timeZone: zone }).format(date)
  }
}

export function formats(locale: string): Formats {
  const number = (n: number, options?: Intl.NumberFormatOptions): string => n.toLocaleString(intlTag(locale), options)
  return {
    number,
    date: dated(locale, { dateStyle: 'long' }),
    time: dated(locale, { timeStyle: 'short' }),
    dateTime: dated(locale, { dateStyle: 'long', timeStyle: 'short' }),
    fileSize: (bytes) => {
      const unit = bytes < 1_000_000 ? 'kilobyte' : 'megabyte'
      const n = bytes / (unit === 'kilobyte' ? 1000 : 1_000_000)
      return number(n, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: n < 10 ? 1 : 0 })
    },
    either: (items) => new Intl.ListFormat(intlTag(locale), { type: 'disjunction' }).format(items),
    list: (items) => new Intl.ListFormat(intlTag(locale), { type: 'conjunction' }).format(items),
  }
}
