import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Pipeline } from './types'
import { step } from './walk'

const p = (JSON.parse(readFileSync(new URL('../../../../schemas/templates/pf-account.json', import.meta.url), 'utf8')) as { pipelines: Pipeline[] }).pipelines[0]!

it.each([
  ['stages/draft', 'onward', 'transitions/t04'],
  ['transitions/t05', 'onward', 'stages/auto_check'],
  ['transitions/t05', 'back', 'stages/draft'],
  ['transitions/t05', 'next', 'transitions/t02'],
  ['transitions/t06', 'next', 'transitions/t07'],
  ['stages/draft', 'previous', 'stages/expired'],
  ['stages/auto_check', 'back', 'transitions/t05'],
  ['transitions/t43', 'onward', undefined],
  ['', 'onward', 'stages/draft'],
] as const)('from %s %s leads to %s', (from, way, to) => expect(step(p, from, way)).toBe(to))

it('reaches every transition of a stage without a mouse', () => {
  const seen = new Set<string>()
  for (let id = step(p, 'stages/approval', 'onward')!; !seen.has(id); id = step(p, id, 'next')!) seen.add(id)
  expect(seen.size).toBe(p.transitions.filter((t) => t.from === 'approval').length)
})
