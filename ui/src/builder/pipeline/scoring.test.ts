import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as commands from './commands'
import { bandOf, isInOrder, rangeOf, readBy, reckon } from './scoring'
import type { Pipeline } from './types'

const folder = fileURLToPath(new URL('../../../../schemas/testdata/pipelines/approvals/', import.meta.url))
const read = <T>(file: string): T => JSON.parse(readFileSync(folder + file, 'utf8')) as T

const pipeline = read<Pipeline>('pipeline.json')
const score = pipeline.scores![0]!
const scope = { names: read<{ key: string; type: 'text' | 'number' | 'bool' | 'any' }[]>('form.json') }

interface Scenario {
  steps: { answers?: Record<string, string | number | boolean>; expect?: { attributes?: { exposure: number; exposure_band: string } } }[]
}

describe('a score on sample answers', () => {
  const files = readdirSync(`${folder}scenarios`).filter((name) => name.startsWith('score_'))

  it.each(files)('comes to what the engine comes to: %s', (file) => {
    const { steps } = read<Scenario>(`scenarios/${file}`)
    const { answers = {}, expect: wanted } = steps.at(-1)!
    const result = reckon(score, scope, answers)
    expect([result.sum, bandOf(score, result.sum)?.key]).toEqual([wanted!.attributes!.exposure, wanted!.attributes!.exposure_band])
  })

  it('tells the row that could not be answered', () => {
    expect(reckon(score, scope, { days: 'many' })).toEqual({ points: [10, 0, 0, 0, 0], sum: 10, unknown: [4] })
  })

  it('knows the sums that there can be, and what its rows read', () => {
    expect(rangeOf(score)).toEqual({ low: 5, high: 85 })
    expect(readBy(score)).toEqual(['pep', 'country', 'income', 'days'])
  })

  it('wants each band to begin above the one before', () => {
    const bands = [{ key: 'a', label: {} }, { key: 'b', label: {}, from: 20 }, { key: 'c', label: {}, from: 20 }]
    expect(bands.map((_, i) => isInOrder(bands, i))).toEqual([true, true, false])
    expect(isInOrder([{ key: 'a', label: {} }, { key: 'b', label: {} }], 1)).toBe(false)
  })
})

describe('approvals', () => {
  const approve = (p: Pipeline) => p.transitions.find((t) => t.key === 'approve')!

  it('are for members alone, and their quorum fits their number', () => {
    const { approvals } = approve(pipeline)
    const three = commands.withStep(approvals!, { en: 'Third' })
    const set = (quorum: number, mode: 'parallel' | 'series') =>
      approve(commands.setApprovals(pipeline, 'approve', { ...three, quorum, mode }).run(pipeline).after).approvals!
    expect(set(2, 'parallel').quorum).toBe(2)
    expect(set(3, 'parallel').quorum).toBeUndefined()
    expect(set(2, 'series').quorum).toBeUndefined()
    expect(three.steps.map((s) => s.key)).toEqual(['registration', 'compliance', 'approval'])
    const applicants = structuredClone(pipeline)
    approve(applicants).by = ['applicant']
    expect(approve(commands.setApprovals(applicants, 'approve', three).run(applicants).after).by).toEqual(['member'])
  })

  it('are taken away as a whole, and with the verb', () => {
    expect(approve(commands.setApprovals(pipeline, 'approve', undefined).run(pipeline).after)).not.toHaveProperty('approvals')
    expect(approve(commands.setTrigger(pipeline, 'approve', { event: 'stage.entered' }).run(pipeline).after)).not.toHaveProperty('approvals')
  })

  it('change places', () => expect(commands.moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']))
})

describe('a score under another key', () => {
  it('is followed by effects and by all that reads its sum and its band', () => {
    const { after } = commands.rename(pipeline, 'scores/exposure', 'danger')!.run(pipeline)
    const text = JSON.stringify(after)
    expect(text).not.toContain('case.exposure')
    expect(text).toContain('"field":"case.danger"')
    expect(text).toContain('"field":"case.danger_band"')
    expect(after.transitions.find((t) => t.key === 'submit')!.effects).toEqual([{ kind: 'score', name: 'danger' }])
  })
})
