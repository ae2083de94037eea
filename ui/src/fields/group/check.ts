import { isObject } from '../answers'
import type { FieldCheck } from '../types'
import { wrong } from '../violation'

/** An object of the answers of fields. It looks at the shape only: the form cleans and checks the members. */
export const groupCheck: FieldCheck = {
  name: 'group',
  ruleType: () => 'group',
  clean: (_, raw) => (isObject(raw) && Object.keys(raw).length === 0 ? null : (raw ?? null)),
  check: (_, value) => (value === null || value === undefined || isObject(value) ? [] : wrong('type')),
  repeats: false,
}
