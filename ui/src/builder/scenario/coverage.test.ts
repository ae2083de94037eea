import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Form } from '../../fields/types'
import type { Pipeline } from '../pipeline/types'
import { type Coverage, countOf, lacksOf, seenOf, together } from './coverage'

const template = JSON.parse(readFileSync(new URL('../../../../schemas/templates/pf-account.json', import.meta.url), 'utf8')) as { pipelines: Pipeline[]; forms: Form[] }
const p = template.pipelines[0]!
const form = template.forms.find((f) => f.key === p.form)!
const guarded = p.transitions.findIndex((t) => t.guard)
const page = form.pages.findIndex((each) => each.visibleWhen)

const coverage: Coverage = {
  stages: [{ key: 'draft', visits: 2 }, { key: 'approval', visits: 0 }],
  transitions: [{ key: 't01', taken: 1 }],
  rules: [
    { kind: 'pipeline', path: `/transitions/${guarded}/guard`, true: 3, false: 0 },
    { kind: 'form', path: `/pages/${page}/visibleWhen`, true: 1, false: 1 },
  ],
}

describe('scenarios that were run one by one', () => {
  const result = (scenario: string) => ({ scenario, passed: true, steps: [], milliseconds: 1 })

  it('tell together what each of them saw', () => {
    const other: Coverage = {
      stages: [{ key: 'draft', visits: 1 }, { key: 'approval', visits: 4 }],
      transitions: [{ key: 't01', taken: 0 }, { key: 't02', taken: 2 }],
      rules: [{ kind: 'pipeline', path: `/transitions/${guarded}/guard`, true: 0, false: 5 }, { kind: 'form', path: `/transitions/${guarded}/guard`, true: 1, false: 0 }],
    }
    const both = together([{ results: [result('a')], coverage }, { results: [result('b')], coverage: other }])
    expect(both.results.map((r) => r.scenario)).toEqual(['a', 'b'])
    expect(both.coverage).toEqual({
      stages: [{ key: 'draft', visits: 3 }, { key: 'approval', visits: 4 }],
      transitions: [{ key: 't01', taken: 1 }, { key: 't02', taken: 2 }],
      rules: [
        { kind: 'pipeline', path: `/transitions/${guarded}/guard`, true: 3, false: 5 },
        { kind: 'form', path: `/pages/${page}/visibleWhen`, true: 1, false: 1 },
        { kind: 'form', path: `/transitions/${guarded}/guard`, true: 1, false: 0 },
      ],
    })
  })

  it('change nothing of a single one', () => {
    const report = { results: [result('a')], coverage }
    expect(together([report])).toEqual(report)
  })
})

describe('what scenarios saw', () => {
  const seen = seenOf(p, form, coverage)

  it('counts all there is, also what the run did not speak of', () => {
    expect(countOf(seen, 'stage')).toEqual({ n: 1, of: p.stages.length })
    expect(countOf(seen, 'transition')).toEqual({ n: 1, of: p.transitions.length })
    expect(countOf(seen, 'rule')).toEqual({ n: 1, of: 2 })
  })

  it('knows the rule of a path and whose it is', () => {
    const [guard, shown] = seen.filter((each) => each.kind === 'rule')
    expect(guard).toMatchObject({ id: `transitions/${p.transitions[guarded]!.key}`, rule: p.transitions[guarded]!.guard, state: 'onlyTrue' })
    expect(shown).toMatchObject({ of: 'form', id: form.pages[page]!.id, state: 'seen' })
  })

  it('marks the worst of a transition and its rule, and nothing of the form', () => {
    const lacks = lacksOf(seen)
    expect(lacks.get(`transitions/${p.transitions[guarded]!.key}`)).toBe('never')
    expect(lacks.has('stages/draft')).toBe(false)
    expect(lacks.get('stages/approval')).toBe('never')
    expect([...lacks.keys()].every((id) => /^(stages|transitions|checks|messages|)\b/.test(id))).toBe(true)
  })
})
