import { describe, expect, it } from 'vitest'
import { Filling } from './filling'

describe('Filling', () => {
  it('counts time, errors, changes and steps back, and no answer', () => {
    let now = 0
    const filling = new Filling(['who', 'where'], () => now)
    filling.open('who')
    now = 5_000
    filling.write('name', false)
    now = 8_000
    filling.write('name', true) // still the first answer
    now = 10_000
    filling.write('city', true)
    filling.fail([{ path: '/name/first', key: 'empty' }, { path: '/name', key: 'empty' }])
    expect(filling.take('who')).toEqual({ seconds: 10, fields: { name: { seconds: 8, errors: { empty: 2 } }, city: { seconds: 2, changes: 1 } } })
    now = 12_000
    expect(filling.take('who')).toEqual({ seconds: 2, fields: {} }) // each thing once
    filling.open('where')
    expect(filling.take('who')).toBeUndefined() // a late save of the page before
    now = 500_000
    expect(filling.take('where')).toEqual({ seconds: 120, fields: {} }) // somebody went for lunch
    filling.open('who')
    expect(filling.take('who')).toEqual({ backs: 1, seconds: 0, fields: {} })
  })
})
