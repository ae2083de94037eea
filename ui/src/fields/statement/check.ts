import type { FieldCheck } from '../types'

/** Shows the text in content and asks nothing. */
export const statementCheck: FieldCheck = {
  name: 'statement',
  ruleType: () => undefined,
  clean: () => null,
  check: () => [],
  silent: true,
}
