import { describe, expect, it } from 'vitest'
import { shownNumber, typedNumber } from './typedNumber'

/** Types letter by letter what an input shows and what comes of it. */
function typing(letters: string, locale: string): { shown: string; value: unknown } {
  let [shown, value]: [string, unknown] = ['', undefined]
  for (const letter of letters) {
    const raw = shown + letter
    value = typedNumber(raw, locale)
    shown = shownNumber(raw, value, locale)
  }
  return { shown, value }
}

describe('a number that is typed', () => {
  it.each([
    ['1.5', 'en', 1.5],
    ['0,75', 'pt-BR', 0.75],
    ['-0.05', 'en', -0.05],
    ['10.0', 'en', 10],
    ['1,125', 'es', 1.125],
  ])('keeps its letters: %s in %s', (letters, locale, value) => {
    expect(typing(letters, locale)).toEqual({ shown: letters, value })
  })

  it('is no number until it is one', () => expect(typing('-', 'en')).toEqual({ shown: '-', value: '-' }))

  it('gives way to a value that came from elsewhere, in the language of the reader', () => {
    expect(shownNumber('1.5', 2.125, 'pt-BR')).toBe('2,125')
    expect(shownNumber('1.5', undefined, 'en')).toBe('')
    expect(shownNumber(undefined, 12500, 'en')).toBe('12500')
  })

  it.each(['en', 'pt-BR', 'es', 'ar'])('is read as it is shown in %s', (locale) => {
    for (const value of [0, 7, 1000, 1.125, -2.5]) expect(typedNumber(shownNumber(undefined, value, locale), locale)).toBe(value)
  })
})
