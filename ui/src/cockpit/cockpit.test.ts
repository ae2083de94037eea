import { describe, expect, it } from 'vitest'
import { choiceOf, lastDays, paramsOf, periodBefore } from './choice'
import { csvOf } from './csv'

describe('csvOf', () => {
  it('guards formulas, quotes what needs it and separates as the language does', () => {
    const rows = [['=1+1', 'a;b'], ['say "hi"', -3], ['+55', 'x,y']]
    expect(csvOf(rows, 'pt-BR')).toBe('\uFEFF\'=1+1;"a;b"\r\n"say ""hi""";-3\r\n\'+55;"x,y"\r\n')
    expect(csvOf([['a', 'b']], 'en')).toBe('\uFEFFa,b\r\n')
  })
})

describe('periods', () => {
  it('end today, and lie end to end', () => {
    expect(lastDays('2026-03-01', 30)).toEqual({ from: '2026-01-31', to: '2026-03-01' })
    expect(periodBefore({ from: '2026-01-31', to: '2026-03-01' })).toEqual({ from: '2026-01-01', to: '2026-01-30' })
  })

  it('stand in the address and come back from it', () => {
    const choice = choiceOf(new URLSearchParams('part=team&pipeline=b&from=2026-02-01&to=2026-02-03&compare=1&device=phone'), '2026-03-01', ['a', 'b'])
    expect(choiceOf(paramsOf(choice), '2026-03-01', ['a', 'b'])).toEqual(choice)
    expect(choiceOf(new URLSearchParams('part=none&pipeline=zz&from=never'), '2026-03-01', ['a', 'b'])).toMatchObject({ part: 'funnel', pipeline: 'a', to: '2026-03-01' })
  })
})
