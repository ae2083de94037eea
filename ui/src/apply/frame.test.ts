import { describe, expect, it } from 'vitest'
import { askedBy } from '../api/frame'
import { isNamed } from './frame'

describe('a frame', () => {
  it.each([
    ['?frame=https://www.example.org', false, 'https://www.example.org'],
    ['?frame=https://www.example.org', true, undefined], // nobody is around
    ['?frame=https://www.example.org/path', false, undefined],
    ['?frame=*', false, undefined],
    ['?frame=null', false, undefined],
    ['?frame=javascript:alert(1)', false, undefined],
    ['', false, undefined],
  ])('%s in a frame: %s', (search, isTop, want) => expect(askedBy(search, isTop)).toBe(want))

  it.each([
    ['https://www.example.org', 'https://www.example.org'], // as ancestorOrigins has it
    ['https://www.example.org/apply?from=ad', 'https://www.example.org'], // as the referrer has it
    ['https://esteira.example', undefined], // a sandbox in the builder
    ['', undefined],
    ['null', undefined],
  ])('in a bare frame of %s', (around, want) => {
    expect(askedBy('', false, around, 'https://esteira.example')).toBe(want)
    expect(askedBy('', true, around, 'https://esteira.example')).toBeUndefined()
    expect(askedBy('?frame=https://shop.example', false, around, 'https://esteira.example')).toBe('https://shop.example')
  })

  it('tells only sites that the tenant named, to the letter', () => {
    const named = ['https://www.example.org']
    expect(isNamed('https://www.example.org', named)).toBe(true)
    for (const other of ['https://example.org', 'http://www.example.org', 'https://www.example.org:8443', 'https://www.example.org.evil.example']) expect(isNamed(other, named)).toBe(false)
    expect(isNamed('https://www.example.org', undefined)).toBe(false)
  })
})
