import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cel } from './cel'
import { emit } from './emit'
import { compileRule } from './evaluate'
import { RuleError, type Json, type JsonMap, type Rule, type Scope } from './types'

const folder = new URL('../../../../schemas/testdata/rules/', import.meta.url)

interface Case {
  name: string
  scope?: Scope
  rule: Rule
  data: JsonMap
  rows?: JsonMap[]
  today?: string
  want?: Json
  wantError?: string
  cel?: string
}

function check(scope: Scope, c: Case): void {
  const program = compileRule(c.rule, c.scope ?? scope, cel)
  const data = { root: c.data, rows: c.rows, today: c.today ?? '2026-03-15' }
  const verdict = () => (c.rule.query ? program.bool(data) : program.value(data))
  if (c.rule.query) {
    expect(emit(c.rule.query, c.scope ?? scope)).toBe(c.cel)
  }
  if (c.wantError) expect(verdict).toThrow(RuleError)
  else expect(verdict()).toEqual(c.want ?? null)
  if (c.rule.query) expect(compileRule({ cel: c.cel }, c.scope ?? scope, cel).bool(data)).toEqual(c.want) // done at once, or written as CEL
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const { scope, cases } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { scope: Scope; cases: Case[] }
  describe(file.replace('.json', ''), () => {
    it.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => check(scope, c))
  })
}
