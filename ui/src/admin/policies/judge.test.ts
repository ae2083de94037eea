import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { decide, type Policy, policyOf, ruleOf } from './judge'

interface Corpus {
  policies: Policy[]
  cases: { name: string; roles: string[]; object: string; verb: string; allowed: boolean; rule: string }[]
}

const path = fileURLToPath(new URL('../../../../schemas/testdata/policies/decide.json', import.meta.url))
const corpus = JSON.parse(readFileSync(path, 'utf8')) as Corpus

describe('decide', () => {
  it.each(corpus.cases)('agrees with the server: $name', ({ roles, object, verb, allowed, rule }) => {
    const got = decide(corpus.policies, roles, { object, verb })
    expect({ allowed: got.allowed, rule: got.by ? ruleOf(got.by) : '' }).toEqual({ allowed, rule })
  })
})

it('reads the name of a rule', () => {
  for (const p of corpus.policies) expect(policyOf(ruleOf(p))).toEqual(p)
  expect(policyOf('system')).toBeUndefined()
})
