// Twin of date.go: dates by integer arithmetic, so that no time zone can come between browser and server.

interface Civil {
  year: number
  month: number
  day: number
}

const errDate = 'not a date YYYY-MM-DD'

function parseDate(text: string): Civil | undefined {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text)
  if (!match || text.length !== 10) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  return { year, month, day }
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Days from 1970-01-01 in the Gregorian calendar (years from March, so that the leap day is last). */
function dayNumber({ year, month, day }: Civil): number {
  const y = month < 3 ? year - 1 : year
  const m = month < 3 ? month + 9 : month - 3
  const leaps = Math.trunc(y / 4) - Math.trunc(y / 100) + Math.trunc(y / 400)
  return 365 * y + leaps + Math.trunc((153 * m + 2) / 5) + day - 1 - 719468
}

/** The inverse of dayNumber, for the years 1 to 9999. */
function civilOf(n: number): Civil {
  const shifted = n + 719468
  const era = Math.trunc(shifted / 146097)
  const inEra = shifted % 146097
  const leaps = Math.trunc(inEra / 1460) - Math.trunc(inEra / 36524) + Math.trunc(inEra / 146096)
  const yearOfEra = Math.trunc((inEra - leaps) / 365)
  const dayOfYear = inEra - (365 * yearOfEra + Math.trunc(yearOfEra / 4) - Math.trunc(yearOfEra / 100))
  const m = Math.trunc((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.trunc((153 * m + 2) / 5) + 1
  const year = yearOfEra + era * 400
  return m + 3 > 12 ? { year: year + 1, month: m - 9, day } : { year, month: m + 3, day }
}

function parse(text: string): Civil {
  const date = parseDate(text)
  if (!date) throw new Error(errDate)
  return date
}

/** Whether a value is text that is a real date. */
export function isDate(value: unknown): boolean {
  return typeof value === 'string' && parseDate(value) !== undefined
}

/** Whole years between two dates. A birthday of 29 February falls on 1 March in a common year. */
export function years(from: string, to: string): number {
  const [a, b] = [parse(from), parse(to)]
  const reached = b.month * 100 + b.day >= a.month * 100 + a.day
  return b.year - a.year - (reached ? 0 : 1)
}

/** Days between two dates. */
export function days(from: string, to: string): number {
  return dayNumber(parse(to)) - dayNumber(parse(from))
}

/** The date n days later. */
export function addDays(date: string, n: number): string {
  const from = dayNumber(parse(date))
  if (!Number.isInteger(n)) throw new Error('addDays wants a whole number of days')
  const to = from + n
  if (to < dayNumber({ year: 1, month: 1, day: 1 }) || to > dayNumber({ year: 9999, month: 12, day: 31 })) {
    throw new Error('addDays leaves the years 1 to 9999')
  }
  const { year, month, day } = civilOf(to)
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

function pad(n: number, width: number): string {
  return String(n).padStart(width, '0')
}
