import { describe, expect, it } from 'vitest'
import { begunAt, completed, fitting, spokenTo } from './mention'

const team = [{ id: '1', name: 'Ângela Prado' }, { id: '2', name: 'Bruno Alves' }]

describe('mentions', () => {
  it('begin with an @ at the start of a word', () => {
    expect(begunAt('See @an', 7)).toEqual({ at: 4, word: 'an' })
    expect(begunAt('@', 1)).toEqual({ at: 0, word: '' })
    expect(begunAt('mail a@b', 8)).toBeUndefined()
    expect(begunAt('@an and', 7)).toEqual({ at: 0, word: 'an and' })
    expect(begunAt('@Ângela Prado is right', 22)).toBeUndefined()
  })
  it('find names without their accents, by any part', () => {
    expect(fitting(team, 'ang').map((c) => c.id)).toEqual(['1'])
    expect(fitting(team, 'alv').map((c) => c.id)).toEqual(['2'])
    expect(fitting(team, '')).toHaveLength(2)
    expect(fitting(team, 'an and')).toEqual([])
  })
  it('put in the whole name, and count while it stands there', () => {
    const done = completed('See @an please', { at: 4, word: 'an' }, 'Ângela Prado')
    expect(done).toEqual({ text: 'See @Ângela Prado please', caret: 18 })
    expect(spokenTo(done.text, [team[0]!, team[0]!])).toEqual(['1'])
    expect(spokenTo('See @Ângela', [team[0]!])).toEqual([])
  })
})
