// How answers of the plain shapes are cleaned and checked: text, lists of text, counts, ranges.
import { normalise } from './normalise'
import type { Field, Violation } from './types'
import { at, wrong } from './violation'

/** Makes a clean for answers that are text; empty text is no answer. */
export function cleanText(clean: (s: string, f: Field) => string): (f: Field, raw: unknown) => unknown {
  return (f, raw) => (typeof raw === 'string' ? clean(raw, f) || null : (raw ?? null))
}

/** Makes a check for answers that are text. */
export function checkText(check: (s: string, f: Field) => Violation[]): (f: Field, value: unknown) => Violation[] {
  return (f, value) => {
    if (value === null || value === undefined) return []
    return typeof value === 'string' ? check(value, f) : wrong('type')
  }
}

/** Normalises a list of texts, drops the empty and the repeated ones, keeps what is not text. */
export function cleanTexts(raw: unknown): unknown {
  if (!Array.isArray(raw)) return raw ?? null
  const seen = new Set([''])
  const cleaned: unknown[] = []
  for (const item of raw as unknown[]) {
    const kept = typeof item === 'string' ? normalise(item) : item
    if (typeof kept !== 'string' || !seen.has(kept)) cleaned.push(kept)
    if (typeof kept === 'string') seen.add(kept)
  }
  return cleaned.length > 0 ? cleaned : null
}

/** Asks check of each text, and answers type where an item is none. */
export function checkItems(list: unknown[], check: (s: string) => Violation[]): Violation[] {
  return list.flatMap((item, i) => at(`/${i}`, typeof item === 'string' ? check(item) : wrong('type')))
}

/** Answers too_few or too_many. */
export function checkCount(count: number, min?: number, max?: number): Violation[] {
  if (min !== undefined && count < min) return wrong('too_few', { n: min })
  if (max !== undefined && count > max) return wrong('too_many', { n: max })
  return []
}

/** Answers too_short or too_long, in code points. */
export function checkLength(s: string, min: number | undefined, max: number): Violation[] {
  const length = [...s].length
  if (min !== undefined && length < min) return wrong('too_short', { n: min })
  return length > max ? wrong('too_long', { n: max }) : []
}

/** Answers between, min or max, by which of the ends are given. */
export function within(v: number, low?: number, high?: number): Violation[] {
  const under = low !== undefined && v < low
  const over = high !== undefined && v > high
  if (!under && !over) return []
  if (low !== undefined && high !== undefined) return wrong('between', { a: low, b: high })
  return under ? wrong('min', { n: low }) : wrong('max', { n: high })
}

/** Answers select unless s is one of the values. */
export function oneOf(values: readonly string[], s: string): Violation[] {
  return values.includes(s) ? [] : wrong('select')
}

/** Makes a check that answers format. */
export function formOf(form: RegExp): (s: string) => Violation[] {
  return (s) => (form.test(s) ? [] : wrong('format'))
}

export function optionValues(f: Field): string[] {
  return (f.options ?? []).map((option) => option.value)
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
