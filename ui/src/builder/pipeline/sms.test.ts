import { expect, test } from 'vitest'
import { smsOf } from './sms'

test('an SMS holds 160 signs of GSM-7, and 153 in each of several parts', () => {
  expect(smsOf('')).toMatchObject({ chars: 0, parts: 0 })
  expect(smsOf('a'.repeat(160))).toEqual({ chars: 160, parts: 1, encoding: 'GSM-7', widening: [] })
  expect(smsOf('a'.repeat(161))).toMatchObject({ parts: 2 })
  expect(smsOf('a'.repeat(306))).toMatchObject({ parts: 2 })
  expect(smsOf('a'.repeat(307))).toMatchObject({ parts: 3 })
})

test('signs of the extension count twice', () => {
  expect(smsOf('€{}')).toMatchObject({ chars: 6, encoding: 'GSM-7' })
})

test('one accent that GSM-7 lacks leaves 70 signs, and is named once', () => {
  expect(smsOf('é à ò Ç ñ')).toMatchObject({ encoding: 'GSM-7' })
  expect(smsOf(`ã${'a'.repeat(69)}`)).toEqual({ chars: 70, parts: 1, encoding: 'UCS-2', widening: ['ã'] })
  expect(smsOf(`ãã${'a'.repeat(69)}`)).toMatchObject({ parts: 2, widening: ['ã'] })
})

test('Arabic is always UCS-2', () => {
  expect(smsOf('مرحبا')).toMatchObject({ chars: 5, parts: 1, encoding: 'UCS-2' })
})
