import { allDigits, luhnDigit, realDay } from '../digits'
import type { Violation } from '../types'
import { warned, wrong } from '../violation'
import { sameDigit } from './latin'

/** A national id (1…) or iqama (2…) of Saudi Arabia. */
export function checkSaudiId(s: string): Violation[] {
  return /^[12][0-9]{9}$/.test(s) ? sameDigit(s.charAt(9), luhnDigit(s.slice(0, 9))) : wrong('format')
}

/** An id of the Emirates; Luhn only warns, since the issuer does not publish it. */
export function checkEmiratesId(s: string): Violation[] {
  return /^784[0-9]{12}$/.test(s) ? warned(sameDigit(s.charAt(14), luhnDigit(s.slice(0, 14)))) : wrong('format')
}

/** The form of a tax number of Egypt. */
export function checkEgyptTax(s: string): Violation[] {
  return allDigits(s, 9) ? [] : wrong('digits', { n: 9 })
}

/** The form and birth date of a national id of Egypt; its check digit is not published. */
export function checkEgyptId(s: string): Violation[] {
  const [, century, year = '', month = '', day = ''] =
    /^([23])([0-9]{2})([0-9]{2})([0-9]{2})[0-9]{7}$/.exec(s) ?? []
  if (century === undefined) return wrong('format')
  return realDay((century === '2' ? '19' : '20') + year, month, day) ? [] : wrong('real_date')
}
