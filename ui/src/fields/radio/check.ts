import { oneChoice } from '../select/check'
import type { FieldCheck } from '../types'

/** One choice from a list that is always seen. */
export const radioCheck: FieldCheck = oneChoice('radio')
