import { fieldChecks } from './registry'
import type { Field } from './types'

/** The language that the page is written in. */
const pageLocale = (): string => globalThis.document?.documentElement.lang || 'en'

/** An identifier with its usual separators, or a country by its name in the reader's language; what is not one stays as it was typed. */
export function formatted(field: Field, typed: string, locale = pageLocale()): string {
  const kind = fieldChecks[field.type]
  if (!kind?.format || typed === '') return typed
  const clean = kind.clean(field, typed)
  return typeof clean === 'string' && kind.check(field, clean).length === 0 ? kind.format(clean, locale, field) : typed
}
