import { expect, test } from 'vitest'
import corpus from '../../../schemas/testdata/answers/fields.json'
import patterns from '../../../schemas/testdata/answers/patterns.json'
import { fieldChecks } from './registry'
import { textCheck } from './text/check'
import type { Field, Violation } from './types'

interface Case extends Partial<Field> {
  type: string
  raw: unknown
  cleaned: unknown
  violations: string[]
}

function field(part: Partial<Field> & { type: string }): Field {
  return { id: 'f1', key: 'f', ...part }
}

// "/path key name=value warn", as builder/field/corpus_test.go spells them.
function spell(v: Violation): string {
  const params = Object.entries(v.params ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const words = [v.path, v.key, ...params.map(([name, value]) => `${name}=${String(value)}`), v.severity ?? '']
  return words.filter((word) => word !== '').join(' ')
}

test.each(corpus.cases as Case[])('$type $config $raw', ({ raw, cleaned, violations, ...part }) => {
  const f = field(part)
  const check = fieldChecks[f.type]
  const got = check?.clean(f, raw)
  expect(got).toEqual(cleaned)
  expect(check?.clean(f, got)).toEqual(cleaned)
  expect(check?.check(f, got, corpus.today).map(spell)).toEqual(violations)
})

test('every kind of field has a case', () => {
  const seen = new Set(corpus.cases.map((c) => c.type))
  expect(Object.keys(fieldChecks).filter((name) => !seen.has(name))).toEqual([])
})

test('hostile answers do not throw', () => {
  const hostile = [undefined, null, NaN, Infinity, '\ud800', {}, [], [[]], { kind: {} }, 'x'.repeat(1e5), Object.create(null)]
  for (const check of Object.values(fieldChecks)) {
    for (const raw of hostile) {
      const f = field({ type: check.name })
      check.check(f, raw)
      check.check(f, check.clean(f, raw))
      check.format?.(check.clean(f, raw), 'pt-BR', f)
    }
  }
})

test.each(Object.entries(patterns.portable))('pattern %s reads alike', (pattern, samples) => {
  const f = field({ type: 'text', config: { pattern } })
  for (const [text, want] of Object.entries(samples)) {
    expect([text, textCheck.check(f, text).length === 0]).toEqual([text, want])
  }
})
