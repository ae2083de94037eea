import { intlTag } from '../i18n/locale'

const midnight = (d: Date): number => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate())

/** How many days of the reader's calendar lie between now and an instant; negative once it has passed by a day. */
export const daysUntil = (iso: string, now = new Date()): number => Math.round((midnight(new Date(iso)) - midnight(now)) / 86_400_000)

/** A moment by which something is to be done, in words: the day with its weekday, and how far away that is. */
export function dueWords(iso: string, locale: string, now = new Date()): { date: string; left: string } {
  return {
    date: new Intl.DateTimeFormat(intlTag(locale), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(iso)),
    left: new Intl.RelativeTimeFormat(intlTag(locale), { numeric: 'auto' }).format(daysUntil(iso, now), 'day'),
  }
}
