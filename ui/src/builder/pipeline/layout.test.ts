import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Box, draw, linksOf, loopsOf } from './layout'
import type { Pipeline } from './types'

const shipped = (name: string): Pipeline =>
  (JSON.parse(readFileSync(new URL(`../../../../schemas/templates/${name}.json`, import.meta.url), 'utf8')) as { pipelines: Pipeline[] }).pipelines[0]!

const overlap = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

it.each(['pf-account', 'pj-account', 'address-change'])('draws every transition of %s once, and nothing over anything else', (name) => {
  const p = shipped(name)
  const picture = draw(p, false)
  const drawn = [...picture.links.flatMap((l) => l.transitions), ...p.stages.flatMap((s) => loopsOf(p, s.key))].map((t) => t.key)
  expect(drawn.sort()).toEqual(p.transitions.map((t) => t.key).sort())
  const boxes = [...picture.boxes.values(), ...picture.links.map((l) => l.label)]
  for (const [i, a] of boxes.entries()) for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBe(false)
})

it('mirrors the picture for languages that run from right to left', () => {
  const p = shipped('pf-account')
  const [left, right] = [draw(p, false), draw(p, true)]
  for (const [key, box] of left.boxes) expect(right.boxes.get(key)!.x).toBeCloseTo(left.width - box.x - box.width)
})

it('leaves out a transition that names no stage', () => {
  const p = shipped('pf-account')
  p.transitions[5]!.to = 'nowhere_known'
  expect(linksOf(p).some((l) => l.to === 'nowhere_known')).toBe(false)
})
