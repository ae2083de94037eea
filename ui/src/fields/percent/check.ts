import { formatNumber } from '../intl'
import { checkNumber, cleanNumber } from '../number/check'
import type { FieldCheck } from '../types'

/** A share in percent: 12.5 is 12.5 %. */
export const percentCheck: FieldCheck = {
  name: 'percent',
  ruleType: () => 'number',
  clean: (_, raw) => cleanNumber(raw),
  check: (f, value) => checkNumber(f, value, { min: 0, max: 100, decimals: 4 }),
  format: (value, locale) =>
    typeof value === 'number'
      ? formatNumber(value / 100, locale, { style: 'percent', maximumFractionDigits: 6 })
      : '',
}
