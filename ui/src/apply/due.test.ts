import { describe, expect, it } from 'vitest'
import { daysUntil, dueWords } from './due'

const now = new Date(2026, 10, 24, 23, 30)
const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString()

describe('what is due', () => {
  it.each([
    [24, 23, 0],
    [25, 0, 1], // half an hour later, and tomorrow all the same
    [27, 12, 3],
    [22, 12, -2],
  ])('on day %i at %i is %i days away', (day, hour, want) => expect(daysUntil(at(day, hour), now)).toBe(want))

  it('is said with its weekday and how far away it is', () => {
    expect(dueWords(at(27, 12), 'en', now)).toEqual({ date: expect.stringMatching(/^Friday,? 27 November 2026$/), left: 'in 3 days' })
    expect(dueWords(at(25, 12), 'pt-BR', now)).toEqual({ date: 'quarta-feira, 25 de novembro de 2026', left: 'amanhã' })
  })
})
