import { within } from '../answers'
import { numerals } from '../intl'
import { cleanNumber, decimalForm, decimalText } from '../number/check'
import { numberSetting, textSetting } from '../settings'
import type { Field, FieldCheck } from '../types'
import { wrong } from '../violation'

const noDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ')
const threeDecimals = 'BHD IQD JOD KWD LYD OMR TND'.split(' ')

/** An amount in whole minor units. A number is minor units; text is an amount in the form 1234.56. */
export const moneyCheck: FieldCheck = {
  name: 'money',
  ruleType: () => 'number',
  clean: cleanMoney,
  check: (f, value) => {
    if (value === null || value === undefined) return []
    if (!Number.isSafeInteger(value)) return wrong('type')
    return within(value as number, numberSetting(f, 'min'), numberSetting(f, 'max'))
  },
  format: (value, locale, f) => (typeof value === 'number' ? formatMoney(value, locale, currencyOf(f)) : ''),
}

/** The currency of a money field. */
export function currencyOf(f: Field): string {
  return textSetting(f, 'currency') || 'BRL'
}

/** How many decimals the minor unit of a currency has (ISO 4217). */
export function currencyDecimals(code: string): number {
  if (noDecimals.includes(code)) return 0
  return threeDecimals.includes(code) ? 3 : 2
}

/** Writes minor units as people of a locale read them. */
export function formatMoney(minor: number, locale: string, currency: string): string {
  const decimals = currencyDecimals(currency)
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  // Text, because a division is not exact for large amounts.
  const amount = `${minor < 0 ? '-' : ''}${whole}.${digits.slice(whole.length)}0` as `${number}`
  const style = { style: 'currency', currency, minimumFractionDigits: decimals, maximumFractionDigits: decimals } as const
  return new Intl.NumberFormat(locale, { ...style, ...numerals(locale) }).format(amount)
}

function cleanMoney(f: Field, raw: unknown): unknown {
  if (typeof raw !== 'string') return cleanNumber(raw)
  const s = decimalText(raw)
  if (s === '') return null
  const [whole = '', fraction = ''] = s.split('.')
  const decimals = currencyDecimals(currencyOf(f))
  if (!decimalForm.test(s) || fraction.length > decimals) return raw
  return Number(whole + fraction.padEnd(decimals, '0')) + 0
}
