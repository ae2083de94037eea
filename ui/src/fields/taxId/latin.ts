import { allDigits, luhnDigit, weigh, weighRight } from '../digits'
import type { Violation } from '../types'
import { wrong } from '../violation'

const southern = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
const holders = ['20', '23', '24', '27', '30', '33', '34', '50', '51', '55']

/** Chile. */
export function checkRut(s: string): Violation[] {
  if (!/^[0-9]{7,8}[0-9K]$/.test(s)) return wrong('format')
  return sameDigit(s.slice(-1), '0K987654321'[weighRight(s.slice(0, -1), [2, 3, 4, 5, 6, 7, 2, 3]) % 11])
}

/** Colombia, with its check digit. */
export function checkNit(s: string): Violation[] {
  if (!/^[0-9]{6,16}$/.test(s)) return wrong('format')
  const weights = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71]
  return sameDigit(s.slice(-1), '01987654321'[weighRight(s.slice(0, -1), weights) % 11])
}

/** Argentina. */
export function checkCuit(s: string): Violation[] {
  if (!allDigits(s, 11)) return wrong('digits', { n: 11 })
  if (!holders.includes(s.slice(0, 2))) return wrong('unknown')
  return sameDigit(s.slice(-1), '09987654321'[weigh(s, southern) % 11])
}

/** A bank account of Argentina: two blocks, each with its check digit. */
export function checkCbu(s: string): Violation[] {
  if (!allDigits(s, 22)) return wrong('digits', { n: 22 })
  const found = sameDigit(s.charAt(7), blockDigit(s.slice(0, 7)))
  return found.length > 0 ? found : sameDigit(s.charAt(21), blockDigit(s.slice(8, 21)))
}

function blockDigit(block: string): string {
  return String((10 - (weighRight(block, [3, 1, 7, 9, 3, 1, 7, 9, 3, 1, 7, 9, 3]) % 10)) % 10)
}

/** Peru. */
export function checkRuc(s: string): Violation[] {
  if (!/^(?:10|15|16|17|20)[0-9]{9}$/.test(s)) return wrong('format')
  return sameDigit(s.slice(-1), String((11 - (weigh(s, southern) % 11)) % 10))
}

/** Ecuador. */
export function checkCi(s: string): Violation[] {
  if (!/^(?:0[1-9]|1[0-9]|2[0-4]|30)[0-6][0-9]{7}$/.test(s)) return wrong('format')
  return sameDigit(s.slice(-1), luhnDigit(s.slice(0, 9)))
}

/** Uruguay. */
export function checkRutUruguay(s: string): Violation[] {
  if (!/^(?:0[1-9]|1[0-9]|2[0-2])[0-9]{6}001[0-9]$/.test(s)) return wrong('format')
  return sameDigit(s.slice(-1), '0?987654321'[weigh(s, [4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11])
}

/** Venezuela; the letter counts 4, 8, 12, 16 or 20. */
export function checkRif(s: string): Violation[] {
  if (!/^[VEJPG][0-9]{9}$/.test(s)) return wrong('format')
  const holder = 4 * ('VEJPG'.indexOf(s.charAt(0)) + 1)
  return sameDigit(s.slice(-1), '00987654321'[(holder + weigh(s.slice(1), [3, 2, 7, 6, 5, 4, 3, 2])) % 11])
}

/** Answers check_digit unless the digit written is the one that was computed. */
export function sameDigit(written: string, computed: string | undefined): Violation[] {
  return written === computed ? [] : wrong('check_digit')
}
