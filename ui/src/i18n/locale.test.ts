import { expect, test } from 'vitest'
import { isolated } from './locale'

const marked = (text: string, locale = 'ar'): string => isolated(text, locale).replaceAll('\u2066', '[').replaceAll('\u2069', ']')

test('samples in a sentence from right to left are kept together, and nothing else is touched', () => {
  expect(marked('مثل (11) 96123-4567')).toBe('مثل [(11) 96123-4567]')
  expect(marked('مثل +55 11 96123-4567.')).toBe('مثل [+55 11 96123-4567].')
  expect(marked('الرمز البريدي (مثل 01310-100)')).toBe('الرمز البريدي (مثل [01310-100])')
  expect(marked('رقم CPF (البرازيل)')).toBe('رقم CPF (البرازيل)')
  expect(marked('مثل ana1@example.com أو 27/03/1988')).toBe('مثل [ana1@example.com] أو [27/03/1988]')
  expect(marked('Com DDD, como (11) 96123-4567', 'pt-BR')).toBe('Com DDD, como (11) 96123-4567')
})
