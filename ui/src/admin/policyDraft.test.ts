import { describe, expect, it } from 'vitest'
import { merge, type Policy } from './policyDraft'

const p = (verb: string, effect: Policy['effect'] = 'allow'): Policy => ({ role: 'registration', object: 'case', verb, effect })

describe('merge', () => {
  it('does what was added and removed here to what others saved', () => {
    const base = [p('read'), p('note')]
    const mine = [p('claim'), p('read')]
    const theirs = [p('read'), p('note'), p('export', 'deny')]
    expect(merge(base, mine, theirs)).toEqual([p('claim'), p('read'), p('export', 'deny')])
  })

  it('adds nothing that others have added too', () => {
    expect(merge([], [p('read')], [p('read')])).toEqual([p('read')])
  })
})
