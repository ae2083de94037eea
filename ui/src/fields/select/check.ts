import { checkText, cleanText, oneOf, optionValues } from '../answers'
import { normalise } from '../normalise'
import type { FieldCheck } from '../types'

/** One choice from a list that opens. */
export const selectCheck: FieldCheck = oneChoice('select')

/** Makes a kind of field with one choice. */
export function oneChoice(name: string): FieldCheck {
  return {
    name,
    ruleType: () => 'choice',
    clean: cleanText(normalise),
    check: checkText((s, f) => oneOf(optionValues(f), s)),
  }
}
