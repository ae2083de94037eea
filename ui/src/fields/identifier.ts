import { checkText, cleanText } from './answers'
import type { FieldCheck, Violation } from './types'

/** A number or code that can be told right from wrong by itself. */
export interface Identifier {
  clean(s: string): string
  check(s: string): Violation[]
}

/** Makes a kind of field without settings of an identifier. */
export function identifierCheck(name: string, of: Identifier, format?: (s: string) => string): FieldCheck {
  return {
    name,
    ruleType: () => 'text',
    clean: cleanText((s) => of.clean(s)),
    check: checkText((s) => of.check(s)),
    format: (value) => (typeof value !== 'string' ? '' : format ? format(value) : value),
  }
}
