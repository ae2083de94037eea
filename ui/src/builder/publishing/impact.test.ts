import { describe, expect, it } from 'vitest'
import { addPart, choicesFor, isIdle, recommended, type Share } from './impact'

const share = (more: Partial<Share>): Share => ({ bucket: 'asks', cases: 1, stranded: 0, unaskable: 0, examples: [], reasons: [], ...more })
const example = (n: number) => ({ id: `c${n}`, reference: `R${n}` })

describe('the parts of a preview', () => {
  it('add up by bucket, the worst first', () => {
    const owed = (cases: number) => ({ kind: 'fieldOwed' as const, name: 'income', cases })
    const first = addPart(undefined, { done: 3, total: 6, cursor: 'x', stages: [], buckets: [share({ cases: 3, unaskable: 1, reasons: [owed(3)], examples: [1, 2, 3].map(example) })] })
    const both = addPart(first, {
      done: 6, total: 6, stages: [],
      buckets: [share({ cases: 2, reasons: [{ kind: 'fieldInvalid', name: 'cpf', cases: 9 }, owed(2)], examples: [4, 5, 6].map(example) }), share({ bucket: 'loses' })],
    })
    expect(both.shares.map((s) => [s.bucket, s.cases])).toEqual([['loses', 1], ['asks', 5]])
    expect(both.shares[1]).toMatchObject({ unaskable: 1, reasons: [{ name: 'cpf', cases: 9 }, { name: 'income', cases: 5 }] })
    expect(both.shares[1]!.examples.map((e) => e.id)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5'])
    expect([both.done, both.total, both.cursor]).toEqual([6, 6, undefined])
  })
})

describe('the choices', () => {
  it('ask nothing where nothing is new, and hand over only where there is a stage for it', () => {
    expect(choicesFor(share({ bucket: 'untouched' }), [])).toEqual(['keep', 'forward'])
    expect(choicesFor(share({}), [{ key: 'review', name: { en: 'Review' } }])).toEqual(['keep', 'forward', 'ask', 'staff'])
  })

  it('leave alone who would be harmed', () => {
    expect(['untouched', 'asks', 'loses', 'reroutes'].map((b) => recommended(b as Share['bucket']))).toEqual(['forward', 'ask', 'keep', 'keep'])
    expect(isIdle({ asks: 'keep' })).toBe(true)
    expect(isIdle({ asks: 'ask' })).toBe(false)
  })
})
