import { intlTag } from '../i18n/locale'
import { currencyDecimals } from './money/check'

const arabic = /[\u0660-\u0669\u06f0-\u06f9]/g

/** Arabic and Persian digits to ASCII. */
export const asciiDigits = (s: string): string => s.replace(arabic, (c) => String(c.charCodeAt(0) & 0xf))

/** The sign that separates decimals in a language. */
function decimalSign(locale: string): string {
  return new Intl.NumberFormat(intlTag(locale)).formatToParts(1.5).find((p) => p.type === 'decimal')?.value ?? '.'
}

/** Whether the only mark in s groups thousands: it is not the language's decimal sign, and three digits follow it. */
const groups = (s: string, mark: string, locale: string): boolean =>
  mark !== decimalSign(locale) && /^-?\d{1,3}[.,]\d{3}$/.test(s)

/**
 * What a person typed as a number, in the form 1234.56; undefined when it is none. Both 1.234,56 and 1,234.56 are
 * read: the last of two different marks separates decimals, and the language decides where there is only one.
 */
export function readAmount(typed: string, locale: string): string | undefined {
  const s = asciiDigits(typed)
    .replace(/\u066b/g, decimalSign(locale))
    .replace(/[\s\u00a0\u202f\u066c'’\u200e\u200f\u061c%\u066a]/g, '')
    .replace(/^(-?)[^\d.,-]+/, '$1')
    .replace(/[^\d.,]+$/, '')
  const marks = s.match(/[.,]/g) ?? []
  const last = marks.at(-1)
  let plain = s
  if (last) {
    const repeated = marks.filter((m) => m === last).length > 1
    const grouping = repeated || (marks.length === 1 && groups(s, last, locale))
    const at = s.lastIndexOf(last)
    plain = grouping ? s.replace(/[.,]/g, '') : `${s.slice(0, at).replace(/[.,]/g, '')}.${s.slice(at + 1)}`
  }
  plain = plain.replace(/\.$/, '').replace(/^(-?)\./, '$10.')
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(plain) ? plain : undefined
}

/** A typed amount in whole minor units; undefined when it cannot be read or has too many decimals. */
export function readMoney(typed: string, currency: string, locale: string): number | undefined {
  const decimals = currencyDecimals(currency)
  const [whole = '', fraction = ''] = (readAmount(typed, locale) ?? '').split('.')
  if (whole === '' || fraction.length > decimals) return undefined
  return Number(whole + fraction.padEnd(decimals, '0')) + 0
}

/** Minor units as people write them, without the currency: 1.234,56. */
export function writeMoney(minor: number, currency: string, locale: string): string {
  const decimals = currencyDecimals(currency)
  return (minor / 10 ** decimals).toLocaleString(intlTag(locale), { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}

/** The sign of a currency in a language: R$, US$. */
export function currencySign(currency: string, locale: string): string {
  const format = new Intl.NumberFormat(intlTag(locale), { style: 'currency', currency })
  return format.formatToParts(0).find((p) => p.type === 'currency')?.value ?? currency
}
