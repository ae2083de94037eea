import { checkLength, checkText, cleanText } from '../answers'
import { normalise } from '../normalise'
import { numberSetting, textSetting } from '../settings'
import type { Field, FieldCheck, Violation } from '../types'
import { wrong } from '../violation'

const defaultLimit = 255

/** One line of text. */
export const textCheck: FieldCheck = {
  name: 'text',
  ruleType: () => 'text',
  clean: cleanText(normalise),
  check: checkText((s, f) => {
    const found = checkLength(s, numberSetting(f, 'minLength'), numberSetting(f, 'maxLength') ?? defaultLimit)
    return found.length > 0 ? found : checkPattern(s, f)
  }),
}

// With the u flag, as JSON Schema wants it; publishing has refused patterns that browsers do not read.
function checkPattern(s: string, f: Field): Violation[] {
  const pattern = textSetting(f, 'pattern')
  return pattern === '' || matches(pattern, s) ? [] : wrong('format')
}

function matches(pattern: string, s: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(s)
  } catch {
    return false
  }
}
