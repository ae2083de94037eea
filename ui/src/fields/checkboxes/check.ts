import { checkCount, checkItems, cleanTexts, oneOf, optionValues } from '../answers'
import { numberSetting } from '../settings'
import type { FieldCheck } from '../types'
import { wrong } from '../violation'

/** Any number of choices. */
export const checkboxesCheck: FieldCheck = {
  name: 'checkboxes',
  ruleType: () => 'choices',
  clean: (_, raw) => cleanTexts(raw),
  check: (f, value) => {
    if (value === null || value === undefined) return []
    if (!Array.isArray(value)) return wrong('type')
    const values = optionValues(f)
    const found = checkItems(value, (s) => oneOf(values, s))
    return [...found, ...checkCount(value.length, numberSetting(f, 'min'), numberSetting(f, 'max'))]
  },
}
