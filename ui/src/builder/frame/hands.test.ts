import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

// These write and choose without a key or a mouse: in a journey by keyboard they would prove nothing.
const handless = /\.(?:fill|selectOption|setChecked|check|uncheck|focus)\(/

it.each(['builder', 'designer', 'pipeline', 'tryout'])('what the journeys of %s do, they do by a hand', (name) => {
  const lines = readFileSync(new URL(`../../../e2e/support/${name}.ts`, import.meta.url), 'utf8').split('\n')
  expect(lines.filter((line) => handless.test(line))).toEqual([])
})
