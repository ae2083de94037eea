import { describe, expect, it } from 'vitest'
import type { CaseRow } from '../query/queues'
import { settled } from './shown'

const row = (id: string, assignee?: string): CaseRow => ({ id, reference: id, pipeline: 'p', stage: 's', name: id, startedAt: '', enteredAt: '', activityAt: '', percent: 0, attempts: 0, may: [], ...(assignee && { assignee }) })

describe('the rows of a list that others change', () => {
  it('stay in their places, as they are now', () => {
    const shown = settled([row('a'), row('b')], [row('b', 'm1'), row('a')])
    expect(shown.rows.map((r) => r.id)).toEqual(['a', 'b'])
    expect(shown.rows[1]?.assignee).toBe('m1')
    expect([shown.fresh, shown.gone]).toEqual([0, 0])
  })
  it('tell what has come and what has left', () => {
    const shown = settled([row('a'), row('b')], [row('new'), row('b'), row('newer')])
    expect(shown.rows.map((r) => [r.id, r.gone])).toEqual([['a', true], ['b', undefined]])
    expect([shown.fresh, shown.gone]).toEqual([2, 1])
  })
})
