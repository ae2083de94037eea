import { describe, expect, it } from 'vitest'
import { fromLocal, toLocal } from './times'

describe('the times of an opening', () => {
  it('come back as they were, in any zone', () => {
    for (const iso of ['2026-03-01T12:30:00.000Z', '2026-12-31T23:59:00.000Z']) expect(fromLocal(toLocal(iso))).toBe(iso)
  })

  it('keep four digits of a year while it is typed', () => {
    expect(toLocal('0202-06-15T12:00:00.000Z')).toMatch(/^0202-06-1/)
  })

  it('may be left out', () => {
    expect(toLocal(undefined)).toBe('')
    expect(fromLocal('')).toBeUndefined()
  })
})
