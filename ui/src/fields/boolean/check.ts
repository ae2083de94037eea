import type { FieldCheck } from '../types'
import { wrong } from '../violation'

/** Yes or no. */
export const booleanCheck: FieldCheck = {
  name: 'boolean',
  ruleType: () => 'bool',
  clean: (_, raw) => raw ?? null,
  check: (_, value) => (value === null || value === undefined || typeof value === 'boolean' ? [] : wrong('type')),
}
