import { checkText, cleanText } from '../answers'
import { lowerAscii, normalise } from '../normalise'
import type { FieldCheck, Violation } from '../types'
import { wrong } from '../violation'

const limit = 254

/** The valid e-mail address of the WHATWG HTML standard. */
export const emailForm =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/

/** An e-mail address with its domain in lower case. */
export const emailCheck: FieldCheck = {
  name: 'email',
  ruleType: () => 'text',
  clean: cleanText(cleanEmail),
  check: checkText(checkEmail),
}

/** Lowers the domain; the part before the @ belongs to its server. */
export function cleanEmail(raw: string): string {
  const s = normalise(raw)
  const domain = s.lastIndexOf('@') + 1
  return s.slice(0, domain) + lowerAscii(s.slice(domain))
}

/** Answers email or too_long. */
export function checkEmail(s: string): Violation[] {
  if (!emailForm.test(s)) return wrong('email')
  return s.length > limit ? wrong('too_long', { n: limit }) : []
}
