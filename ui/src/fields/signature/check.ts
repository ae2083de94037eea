import { checkLength, checkText, cleanText } from '../answers'
import { normalise } from '../normalise'
import type { FieldCheck } from '../types'

/** The name that a person types to sign, or the id of what was drawn. */
export const signatureCheck: FieldCheck = {
  name: 'signature',
  ruleType: () => 'text',
  clean: cleanText(normalise),
  check: checkText((s) => checkLength(s, 2, 200)),
}
