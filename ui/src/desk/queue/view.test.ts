import { describe, expect, it } from 'vitest'
import { directionOf, isSilent, nextSort, paramsOf, parseFilter, viewOf } from './view'

describe('the address of a list', () => {
  it('is read as it was written', () => {
    const view = { search: 'maria s', sort: '-answers.income', filters: ['risk:=:high', 'answers.uf:=:SP'] }
    expect(viewOf(new URLSearchParams(paramsOf(view).toString()))).toEqual(view)
  })

  it('keeps colons in a value', () => {
    expect(parseFilter('started:>=:2026-01-01T10:00')).toEqual({ field: 'started', operator: '>=', value: '2026-01-01T10:00' })
  })
})

describe('sorting', () => {
  it('shows the oldest first where nothing was chosen', () => {
    expect(directionOf('age', '')).toBe('descending')
    expect(directionOf('name', '')).toBe('none')
  })

  it.each([
    ['name', '', 'name'],
    ['name', 'name', '-name'],
    ['name', '-name', 'name'],
    ['age', '', '-age'],
    ['age', '-age', 'age'],
    ['answers.income', 'answers.income', '-answers.income'],
  ])('of %s turns %j into %j', (column, sort, want) => expect(nextSort(column, sort)).toBe(want))
})

describe('a column of a queue', () => {
  it('is left out as long as it tells nothing of any case', () => {
    expect(isSilent('requests', [{}, { values: {} }])).toBe(true)
    expect(isSilent('requests', [{}, { values: { requests: 1 } }])).toBe(false)
    expect(isSilent('reminders', [{ reminders: 0 }, {}])).toBe(true)
    expect(isSilent('token', [{}])).toBe(false)
  })
})
