import { describe, expect, it } from 'vitest'
import { readSpans, withBreak, withoutBreak, writeSpans } from './spans'

const added = (text: string): string | undefined => {
  const spans = withBreak(readSpans(text))
  return spans && writeSpans(spans)
}

describe('the breaks of a day', () => {
  it('are read and written alike', () => {
    for (const text of ['09:00-18:00', '09:00-12:00,13:00-24:00']) expect(writeSpans(readSpans(text))).toBe(text)
  })

  it('are added around the middle of what is the last, as long as there is room', () => {
    expect(added('09:00-18:00')).toBe('09:00-13:00,14:00-18:00')
    expect(added('09:00-12:00,13:00-18:00')).toBe('09:00-12:00,13:00-15:00,16:00-18:00')
    expect(added('20:00-24:00')).toBe('20:00-21:30,22:30-24:00')
    expect(added('09:00-10:00')).toBeUndefined()
    expect(added('-18:00')).toBeUndefined()
    expect(added('01:00-02:00,03:00-04:00,05:00-06:00,07:00-20:00')).toBeUndefined()
  })

  it('are taken away, and the work around them is one', () => {
    expect(writeSpans(withoutBreak(readSpans('09:00-12:00,13:00-15:00,16:00-18:00'), 1))).toBe('09:00-15:00,16:00-18:00')
    expect(writeSpans(withoutBreak(readSpans('09:00-12:00,13:00-18:00'), 1))).toBe('09:00-18:00')
  })
})
