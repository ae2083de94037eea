import { checkText, cleanText } from '../answers'
import { realDay } from '../digits'
import { formatDate } from '../intl'
import { normalise } from '../normalise'
import { textSetting } from '../settings'
import type { Field, FieldCheck, Violation } from '../types'
import { wrong } from '../violation'

/** A calendar day without zone, "YYYY-MM-DD", from the year 1000. */
export const dateCheck: FieldCheck = {
  name: 'date',
  ruleType: () => 'date',
  clean: cleanText(normalise),
  check: (f, value, today = '') =>
    checkText((s) => (isDate(s) ? checkLimits(f, s, today) : wrong('real_date')))(f, value),
  format: (value, locale) => formatDate(value, locale),
}

/** Whether s is a real day in the form YYYY-MM-DD, from the year 1000 (0026 is a slip for 2026). */
export function isDate(s: string): boolean {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(s) && s >= '1000' && realDay(s.slice(0, 4), s.slice(5, 7), s.slice(8))
}

// ISO dates compare as text, and no day is before ''.
function checkLimits(f: Field, s: string, today: string): Violation[] {
  const [min, max] = [textSetting(f, 'min'), textSetting(f, 'max')]
  const onDay = (limit: string): string => (limit === 'today' ? today : limit)
  const under = s < onDay(min)
  const over = onDay(max) !== '' && s > onDay(max)
  if (!under && !over) return []
  if (min !== '' && max !== '' && min !== 'today' && max !== 'today') return wrong('between', { a: min, b: max })
  if (under) return min === 'today' ? wrong('future') : wrong('min', { n: min })
  return max === 'today' ? wrong('past') : wrong('max', { n: max })
}
