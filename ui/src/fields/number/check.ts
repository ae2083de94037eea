import { within } from '../answers'
import { formatNumber } from '../intl'
import { normalise } from '../normalise'
import { numberSetting } from '../settings'
import type { Field, FieldCheck, Violation } from '../types'
import { wrong } from '../violation'

export const decimalForm = /^-?[0-9]{1,15}(?:\.[0-9]{1,10})?$/

/** A number without unit. */
export const numberCheck: FieldCheck = {
  name: 'number',
  ruleType: () => 'number',
  clean: (_, raw) => cleanNumber(raw),
  check: (f, value) => checkNumber(f, value, {}),
  format: (value, locale) => formatNumber(value, locale),
}

export interface NumberLimits {
  min?: number
  max?: number
  decimals?: number
}

/** Answers type, between, min, max or decimals, by the settings and else the defaults. */
export function checkNumber(f: Field, value: unknown, defaults: NumberLimits): Violation[] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'number' || !Number.isFinite(value)) return wrong('type')
  const decimals = numberSetting(f, 'decimals') ?? defaults.decimals
  const found = within(value, numberSetting(f, 'min') ?? defaults.min, numberSetting(f, 'max') ?? defaults.max)
  if (found.length > 0 || decimals === undefined || decimalPlaces(value) <= decimals) return found
  return wrong('decimals', { n: decimals })
}

/** Takes a number, or text in the form 1234.56 with any digits; other text stays as it is. */
export function cleanNumber(raw: unknown): unknown {
  if (typeof raw === 'number') return raw + 0 // -0 becomes 0
  if (typeof raw !== 'string') return raw ?? null
  const s = decimalText(raw)
  if (s === '') return null
  return decimalForm.test(s) ? Number(s) + 0 : raw
}

/** Maps Arabic digits, point and thousands mark to ASCII. */
export function decimalText(s: string): string {
  return normalise(s).replaceAll('\u066b', '.').replaceAll('\u066c', '')
}

// Counts the decimals of the shortest text that reads back as v.
function decimalPlaces(v: number): number {
  const [mantissa = '', exponent = '0'] = String(v).split('e')
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent))
}
