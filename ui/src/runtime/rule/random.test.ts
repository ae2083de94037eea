import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { cel } from './cel'
import { emit } from './emit'
import { compileRule } from './evaluate'
import type { Data, Rule, Scope } from './types'

interface Case {
  scope: Scope
  rule: Rule
  data: Data
  cel: string
  want: boolean
}

// Written by TestWriteRandomCorpus of builder/rule: what the server said of random rules over random data.
const path = process.env.RULE_CORPUS

it.skipIf(!path)('agrees with the server on random rules', () => {
  if (!path || !existsSync(path)) throw new Error(`RULE_CORPUS names a file that is not there: ${path}`)
  const cases = JSON.parse(readFileSync(path, 'utf8')) as Case[]
  expect(cases.length).toBeGreaterThan(0)
  for (const c of cases) {
    const program = compileRule(c.rule, c.scope, cel)
    if (c.rule.query) expect(emit(c.rule.query, c.scope)).toBe(c.cel)
    expect(program.bool(c.data), `${c.cel}\n${JSON.stringify(c.data)}`).toBe(c.want)
  }
})
