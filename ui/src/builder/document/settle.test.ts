import { describe, expect, it } from 'vitest'
import { merge } from './merge'
import { choose, culpritOf } from './settle'

interface Doc {
  stages: { key: string; name: string }[]
  scenarios: { key: string; title: string; steps: { do: string }[] }[]
}

const base: Doc = {
  stages: [{ key: 'draft', name: 'Draft' }, { key: 'end', name: 'End' }],
  scenarios: [{ key: 'one', title: 'One', steps: [{ do: 'start' }] }, { key: 'two', title: 'Two', steps: [{ do: 'start' }] }],
}

const edited = (edit: (doc: Doc) => void): Doc => {
  const doc = structuredClone(base)
  edit(doc)
  return doc
}

describe('two changes of a list whose members have keys', () => {
  it('are both taken where they are of different members', () => {
    const ours = edited((d) => void (d.scenarios[0]!.title = 'First'))
    const theirs = edited((d) => void d.scenarios[1]!.steps.push({ do: 'submit' }))
    const { merged, conflicts } = merge(base, ours, theirs)
    expect(conflicts).toEqual([])
    expect(merged.scenarios.map((s) => [s.title, s.steps.length])).toEqual([['First', 1], ['Two', 2]])
  })

  it('conflict at the member, and theirs can be chosen there', () => {
    const ours = edited((d) => void (d.scenarios[1]!.steps = [{ do: 'sign' }]))
    const theirs = edited((d) => void (d.scenarios[1]!.steps = [{ do: 'approve' }]))
    const { merged, conflicts } = merge(base, ours, theirs)
    expect(conflicts.map((c) => c.path)).toEqual([['scenarios', 'two', 'steps']])
    expect(choose<Doc>(conflicts[0]!, 'theirs')!.run(merged).after).toEqual(theirs)
  })

  it('bring back or take away a whole member', () => {
    const theirs = edited((d) => void d.stages.splice(1, 1))
    const ours = edited((d) => void (d.stages[1]!.name = 'Done'))
    const { merged, conflicts } = merge(base, ours, theirs)
    expect(merged.stages).toHaveLength(2)
    expect(choose<Doc>(conflicts[0]!, 'theirs')!.run(merged).after.stages).toEqual(theirs.stages)
  })
})

describe('a finding', () => {
  it('at a step is about its scenario', () => expect(culpritOf(base, '/scenarios/1/steps/0')).toBe('scenarios/two'))
})
