import { describe, expect, it } from 'vitest'
import { readAmount, readMoney, writeMoney } from './amount'

describe('readAmount', () => {
  it.each([
    ['1234', 'pt-BR', '1234'], ['1.234,56', 'pt-BR', '1234.56'], ['1,234.56', 'pt-BR', '1234.56'],
    ['1.234', 'pt-BR', '1234'], ['1,234', 'pt-BR', '1.234'], ['1,234', 'en', '1234'], ['1.234', 'en', '1.234'],
    ['1234.5', 'pt-BR', '1234.5'], ['1.234.567', 'en', '1234567'], ['R$ 1.234,00', 'pt-BR', '1234.00'],
    ['-5', 'es', '-5'], [',5', 'pt-BR', '0.5'], ['12,', 'pt-BR', '12'], ['12.5 %', 'en', '12.5'],
    ['١٬٢٣٤٬٥٦٧٫٨٩', 'ar', '1234567.89'], ['٣٫٥', 'ar', '3.5'], ['۱۲', 'ar', '12'], ["1'234'567.89", 'en', '1234567.89'],
  ])('reads %s in %s', (typed, locale, want) => expect(readAmount(typed, locale)).toBe(want))

  it.each(['', 'abc', '1-2', '12a3', '--1'])('refuses %j', (typed) => expect(readAmount(typed, 'en')).toBeUndefined())
})

describe('money', () => {
  it.each([
    ['1,15', 'BRL', 115], ['5000', 'BRL', 500000], ['1,155', 'BRL', undefined], ['1000', 'CLP', 1000], ['1,5', 'KWD', 1500],
  ])('reads %s %s as %s minor units', (typed, currency, want) => expect(readMoney(typed, currency, 'pt-BR')).toBe(want))

  it('reads back what it writes', () => {
    for (const locale of ['pt-BR', 'es', 'en', 'ar']) {
      expect(readMoney(writeMoney(123456789, 'BRL', locale), 'BRL', locale)).toBe(123456789)
    }
  })
})
