import type { Schemas } from '../../api/client'

export type Holiday = Schemas['Holiday']

/** What the holidays of Brazil are called in the texts. */
export type HolidayName = 'newYear' | 'carnivalMonday' | 'carnivalTuesday' | 'goodFriday' | 'tiradentes' | 'labour' | 'corpusChristi' | 'independence' | 'aparecida' | 'allSouls' | 'republic' | 'consciousness' | 'christmas'

const fixed: readonly (readonly [day: string, name: HolidayName, from?: number])[] = [
  ['01-01', 'newYear'], ['04-21', 'tiradentes'], ['05-01', 'labour'], ['09-07', 'independence'], ['10-12', 'aparecida'],
  ['11-02', 'allSouls'], ['11-15', 'republic'], ['11-20', 'consciousness', 2024], ['12-25', 'christmas'],
]

/** In days after Easter Sunday; banks are closed on the last three, though the law does not name them. */
const moving: readonly (readonly [after: number, name: HolidayName, isOfBanks: boolean])[] = [
  [-2, 'goodFriday', false], [-48, 'carnivalMonday', true], [-47, 'carnivalTuesday', true], [60, 'corpusChristi', true],
]

const dateOf = (year: number, month: number, day: number): string => new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)

/** Easter Sunday of a year of the Gregorian calendar, as month and day (Meeus, Jones and Butcher). */
function easter(year: number): [month: number, day: number] {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return [Math.floor(n / 31), (n % 31) + 1]
}

const afterEaster = (year: number, days: number): string => {
  const [month, day] = easter(year)
  return dateOf(year, month, day + days)
}

/** The national holidays of Brazil in a year by date, with those of banks where they are wished. */
export function holidaysOfBrazil(year: number, withBanks: boolean): { date: string; name: HolidayName }[] {
  const still = fixed.filter(([, , from = 0]) => year >= from).map(([day, name]) => ({ date: `${year}-${day}`, name }))
  const moved = moving.filter(([, , isOfBanks]) => withBanks || !isOfBanks).map(([after, name]) => ({ date: afterEaster(year, after), name }))
  return [...still, ...moved].sort((a, b) => a.date.localeCompare(b.date))
}

/** Holidays with others put in by date; of two on one day the first stays. */
export function merged(some: readonly Holiday[], others: readonly Holiday[]): Holiday[] {
  const taken = new Set(some.map((h) => h.date))
  return [...some, ...others.filter((h) => !taken.has(h.date) && taken.add(h.date))].sort((a, b) => a.date.localeCompare(b.date))
}

/** Those of a year in the year after: what hangs on Easter goes with it, all others stay on their day. One of 29 February has none. */
export function repeated(holidays: readonly Holiday[], year: number): Holiday[] {
  const next = year + 1
  return holidays.filter((h) => h.date.startsWith(`${year}-`)).flatMap((h) => {
    const day = h.date.slice(5)
    const move = fixed.some(([still]) => still === day) ? undefined : moving.find(([after]) => afterEaster(year, after) === h.date)
    const date = move ? afterEaster(next, move[0]) : `${next}-${day}`
    return isDate(date) ? [{ ...h, date }] : []
  })
}

export const isDate = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

const line = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.](\d{1,2})[/.](\d{4}))(?:[\s,;:–-]+(.*))?$/u

/** Reads a list, one holiday a line: the year first or the day first, and a name after it. Says which lines it could not read. */
export function readHolidays(text: string): { holidays: Holiday[]; unread: number[] } {
  const holidays: Holiday[] = []
  const unread: number[] = []
  text.split(/\r?\n/).forEach((raw, i) => {
    if (!raw.trim()) return
    const [, y1 = '', m1 = '', d1 = '', d2 = '', m2 = '', y2 = '', name = ''] = line.exec(raw.trim()) ?? []
    const date = [y1 || y2, (m1 || m2).padStart(2, '0'), (d1 || d2).padStart(2, '0')].join('-')
    if (isDate(date)) holidays.push(name.trim() ? { date, name: name.trim().slice(0, 100) } : { date })
    else unread.push(i + 1)
  })
  return { holidays, unread }
}
