import { describe, expect, it } from 'vitest'
import { joinParts, missingParts, readMonth, splitParts } from './parts'

describe('readMonth', () => {
  it.each([
    ['2', 'en', '02'], ['feb', 'en', '02'], ['February', 'en', '02'], ['janeiro', 'pt-BR', '01'], ['Março', 'pt-BR', '03'],
    ['marco', 'pt-BR', '03'], ['fev.', 'pt-BR', '02'], ['enero', 'es', '01'], ['فبراير', 'ar', '02'], ['٩', 'ar', '09'],
  ])('%s in %s', (typed, locale, want) => expect(readMonth(typed, locale)).toBe(want))

  it.each(['ju', 'foo'])('leaves %s', (typed) => expect(readMonth(typed, 'en')).toBe(typed))
})

describe('parts', () => {
  it('joins and splits', () => {
    expect(joinParts({ day: '9', month: 'fev', year: '1990' }, 'pt-BR')).toBe('1990-02-09')
    expect(splitParts('1990-02-09')).toEqual({ day: '9', month: '2', year: '1990' })
    expect(joinParts({ day: '', month: '', year: '' }, 'en')).toBeUndefined()
    expect(joinParts({ day: '٠٩', month: '٢', year: '١٩٩٠' }, 'ar')).toBe('1990-02-09')
  })

  it('keeps what is half typed', () => {
    const half = joinParts({ day: '31', month: '', year: '1990' }, 'en')
    expect(splitParts(half)).toEqual({ day: '31', month: '', year: '1990' })
    expect(missingParts(half)).toEqual(['month'])
    expect(missingParts(undefined)).toEqual([])
  })
})
