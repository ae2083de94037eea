import { checkText, cleanText, oneOf } from '../answers'
import { compact } from '../normalise'
import type { FieldCheck } from '../types'
import { states } from './states'

/** A state of Brazil by its two letters. */
export const stateCheck: FieldCheck = {
  name: 'state',
  ruleType: () => 'choice',
  clean: cleanText((s) => compact(s, '')),
  check: checkText((s) => oneOf(states.map((state) => state.value), s)),
  format: (value) => states.find((state) => state.value === value)?.label ?? '',
}
