import { expect, test } from 'vitest'
import { holidaysOfBrazil, merged, readHolidays, repeated } from './holidays'

test('what hangs on Easter is found in every year', () => {
  const fridays = { 2024: '2024-03-29', 2026: '2026-04-03', 2027: '2027-03-26', 2028: '2028-04-14', 2029: '2029-03-30', 2030: '2030-04-19', 2038: '2038-04-23' }
  for (const [year, friday] of Object.entries(fridays)) expect(holidaysOfBrazil(Number(year), false).find((h) => h.name === 'goodFriday')?.date).toBe(friday)
})

test('the holidays of Brazil in 2026, without and with those of banks', () => {
  expect(holidaysOfBrazil(2026, false).map((h) => h.date.slice(5))).toEqual(['01-01', '04-03', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '11-20', '12-25'])
  const banks = holidaysOfBrazil(2026, true).map((h) => h.date.slice(5))
  expect(banks.filter((d) => ['02-16', '02-17', '06-04'].includes(d))).toHaveLength(3)
  expect(holidaysOfBrazil(2023, false).some((h) => h.name === 'consciousness')).toBe(false)
})

test('a year is repeated: Easter moves, other days stay', () => {
  const year = [{ date: '2026-01-25', name: 'São Paulo' }, { date: '2026-04-03', name: 'Paixão de Cristo' }, { date: '2026-04-21' }, { date: '2025-12-25' }]
  expect(repeated(year, 2026)).toEqual([{ date: '2027-01-25', name: 'São Paulo' }, { date: '2027-03-26', name: 'Paixão de Cristo' }, { date: '2027-04-21' }])
  expect(repeated([{ date: '2032-02-29' }], 2032)).toEqual([])
})

test('one day stands once', () => {
  expect(merged([{ date: '2026-12-25', name: 'Natal' }], [{ date: '2026-12-25' }, { date: '2026-01-01' }])).toEqual([{ date: '2026-01-01' }, { date: '2026-12-25', name: 'Natal' }])
})

test('a list is read as people write it', () => {
  expect(readHolidays('2026-12-25 Natal\n25/01/2026; São Paulo\n\n9.7.2026\nnext Monday\n31/02/2026')).toEqual({
    holidays: [{ date: '2026-12-25', name: 'Natal' }, { date: '2026-01-25', name: 'São Paulo' }, { date: '2026-07-09' }],
    unread: [5, 6],
  })
})
