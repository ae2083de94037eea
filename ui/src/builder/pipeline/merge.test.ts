import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { merge } from '../document/merge'
import * as commands from './commands'
import type { Pipeline } from './types'

const base = JSON.parse(readFileSync(new URL('../../../../schemas/testdata/pipelines/approvals/pipeline.json', import.meta.url), 'utf8')) as Pipeline

const approvalsOf = (p: Pipeline) => p.transitions.find((t) => t.key === 'approve')!.approvals!

const after = (...steps: readonly commands.PipelineCommand[]): Pipeline => steps.reduce((p, step) => step.run(p).after, base)

it('two people change approvals and rows of one score at once, and both changes stay', () => {
  const ours = after(
    commands.setApprovals(base, 'approve', commands.withStep(approvalsOf(base), { en: 'Board' })),
    commands.setText(base, 'scores/exposure', ['rows', '1', 'label'], 'en', 'Exposed'),
  )
  const theirs = after(
    commands.setText(base, 'transitions/approve', ['approvals', 'steps', '0', 'name'], 'en', 'Back office'),
    commands.set(base, 'scores/exposure', ['rows', '2', 'points'], 25),
  )
  const { merged, conflicts } = merge(base, ours, theirs)
  expect(conflicts).toEqual([])
  expect(approvalsOf(merged).steps.map((s) => s.name.en)).toEqual(['Back office', 'Compliance', 'Board'])
  expect(merged.scores![0]!.rows.slice(1, 3).map((r) => [r.label.en, r.points])).toEqual([['Exposed', 40], ['Lives abroad', 25]])
})
