import { checkLength, checkText, cleanText } from '../answers'
import { normaliseLines } from '../normalise'
import { numberSetting } from '../settings'
import type { FieldCheck } from '../types'

const defaultLimit = 10000

/** Prose: lines stay, digits stay as written. */
export const textareaCheck: FieldCheck = {
  name: 'textarea',
  ruleType: () => 'text',
  clean: cleanText(normaliseLines),
  check: checkText((s, f) =>
    checkLength(s, numberSetting(f, 'minLength'), numberSetting(f, 'maxLength') ?? defaultLimit),
  ),
}
