import { describe, expect, it } from 'vitest'
import { align, folded } from './sides'

const told = (rows: ReturnType<typeof align>): string => rows.map((r) => `${r.mark} ${r.id}`).join(', ')
const node = (id: string, more = {}) => ({ id, ...more })

describe('two lists beside each other', () => {
  it('keep what is gone where it was', () => {
    expect(told(align(['a', 'b', 'c'].map((id) => node(id)), ['a', 'c', 'd'].map((id) => node(id))))).toBe('same a, removed b, same c, added d')
    expect(told(align(['a', 'b'].map((id) => node(id)), [node('b')]))).toBe('removed a, same b')
  })

  it('say what changed, and what came from elsewhere', () => {
    expect(told(align([node('a', { required: true })], [node('a'), node('x')], (id) => id === 'x'))).toBe('changed a, moved x')
  })

  it('go by key where there is no id', () => {
    expect(told(align([{ key: 'draft' }], [{ key: 'draft' }, { key: 'review' }]))).toBe('same draft, added review')
  })

  it('gather what did not change', () => {
    const rows = align(['a', 'b', 'c', 'd'].map((id) => node(id)), [node('a'), node('b'), node('c', { x: 1 }), node('d')])
    expect(folded(rows).map((r) => (Array.isArray(r) ? r.length : r.mark))).toEqual([2, 'changed', 1])
  })
})
