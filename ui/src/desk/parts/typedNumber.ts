import { readAmount } from '../../fields/amount'
import { intlTag } from '../../i18n/locale'

/** What was typed as a number in a language; the letters themselves while they are none. */
export function typedNumber(raw: string, locale: string): number | string {
  const plain = readAmount(raw, locale)
  return plain === undefined ? raw : Number(plain) + 0
}

/** What an input of a number shows: the letters as they are typed, as long as they mean the value, else the value. */
export function shownNumber(raw: string | undefined, value: unknown, locale: string): string {
  if (raw !== undefined && typedNumber(raw, locale) === (value ?? '')) return raw
  if (typeof value === 'number') return value.toLocaleString(intlTag(locale), { useGrouping: false, maximumFractionDigits: 10 })
  return typeof value === 'string' ? value : ''
}
