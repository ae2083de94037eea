import { expect, it } from 'vitest'
import { readDuration, writeDuration } from './duration'

it.each(['P3D', 'PT4H', 'PT30M', 'P1M', 'P2W', 'P5Y', 'PT10S', '-P90D'])('reads %s and writes it again', (text) => {
  const { parts, isNegative } = readDuration(text)!
  expect(parts).toHaveLength(1)
  expect(writeDuration(parts[0]!, isNegative)).toBe(text)
})

it('reads several units', () => {
  expect(readDuration('P1DT12H')).toEqual({ isNegative: false, parts: [{ n: 1, unit: 'day' }, { n: 12, unit: 'hour' }] })
})

it.each(['', 'P', 'PT', '3 days', 'P3', 'P1DT'])('refuses %j', (text) => expect(readDuration(text)).toBeUndefined())
