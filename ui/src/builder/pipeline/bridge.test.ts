import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { remove } from './commands'
import type { Pipeline } from './types'

interface Case { says: string; stage: string; before: Pipeline; after: Pipeline }

const folder = new URL('../../../../schemas/testdata/bridges/', import.meta.url)
const cases = readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Case] as const)

// Go reads the same cases in builder/refactor/bridge_test.go.
describe('a stage that is removed', () => {
  it.each(cases)('is bridged: %s', (_, { stage, before, after }) => {
    expect(remove(before, [`stages/${stage}`]).run(before).after).toEqual(after)
  })
})
