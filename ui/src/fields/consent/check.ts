import { booleanCheck } from '../boolean/check'
import type { FieldCheck } from '../types'
import { wrong } from '../violation'

/** Agreement to the text in content. A required one must be true; an optional one may be refused. */
export const consentCheck: FieldCheck = {
  ...booleanCheck,
  name: 'consent',
  check: (f, value) => (f.required === true && value === false ? wrong('accept') : booleanCheck.check(f, value)),
}
