import { expect, test } from 'vitest'
import { farther, nearer, scaleOf, turned } from './view'

const sheet = { width: 1000, height: 2000 }
const room = { width: 500, height: 500 }

test('a sheet fits into its room as wished', () => {
  expect(scaleOf('width', sheet, room)).toBe(0.5)
  expect(scaleOf('page', sheet, room)).toBe(0.25)
  expect(scaleOf('page', turned(sheet, 90), room)).toBe(0.25)
  expect(scaleOf('width', turned(sheet, 270), room)).toBe(0.25)
  expect(scaleOf(2, sheet, room)).toBe(2)
})

test('what is not measured yet is shown as it is', () => {
  expect(scaleOf('width', { width: 0, height: 0 }, room)).toBe(1)
  expect(scaleOf('page', sheet, { width: 0, height: 0 })).toBe(1)
})

test('zooming there and back ends where it began, and has its bounds', () => {
  expect(farther(nearer(1))).toBeCloseTo(1)
  expect(nearer(100)).toBe(8)
  expect(farther(0.01)).toBe(0.1)
})
