import { expect, it } from 'vitest'
import { shownOf, typedOf } from './Setting'

it('takes a number as it is typed, letter by letter', () => {
  let shown = ''
  let value: unknown
  for (const letter of '-1.05') {
    const raw = shown + letter
    value = typedOf(raw)
    shown = shownOf(value, raw)
    expect(shown).toBe(raw)
  }
  expect(value).toBe(-1.05)
})

it('shows what came from elsewhere, and nothing for nothing', () => {
  expect(shownOf(3, '1.')).toBe('3')
  expect(shownOf(undefined, '1.')).toBe('')
  expect(typedOf(' ')).toBe('')
  expect(typedOf('many')).toBe('many')
})
