import { allDigits, realDay } from '../digits'
import { compact } from '../normalise'
import type { Violation } from '../types'
import { warned, wrong } from '../violation'

const curpAlphabet = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'
const rfcAlphabet = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ'
const curpStates =
  'AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS'.split(' ')
// Words that never begin an RFC: the SAT changes their last letter to X.
const rfcWords = (
  'BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COJA COJE COJI COJO CULO FETO GUEY JOTO KACA KACO KAGA ' +
  'KAGO KAKA KOGE KOJO KULO MAME MAMO MEAR MEAS MEON MION MOCO MULA PEDA PEDO PENE PUTA PUTO QULO RATA RUIN'
).split(' ')

export function cleanMexican(s: string): string {
  return compact(s, '-').replaceAll('ñ', 'Ñ')
}

/** The population register code: name letters, birth date, sex, state, and a check digit modulo 10. */
export function checkCurp(s: string): Violation[] {
  const form = /^[A-ZÑ]{4}([0-9]{2})([0-9]{2})([0-9]{2})[HMX]([A-Z]{2})[A-ZÑ]{3}([0-9A-Z])[0-9]$/
  const [, year, month = '', day = '', state = '', mark = ''] = form.exec(s) ?? []
  if (year === undefined) return wrong('format')
  if (!realDay((mark >= 'A' ? '20' : '19') + year, month, day)) return wrong('real_date')
  if (!curpStates.includes(state)) return wrong('unknown')
  const digit = (10 - (alphabetSum(s.slice(0, -1), curpAlphabet, 18) % 10)) % 10
  return s.slice(-1) === String(digit) ? [] : wrong('check_digit')
}

/** The taxpayer code; its check digit only warns: one in seventy in use fails it. */
export function checkRfc(s: string): Violation[] {
  const form = /^([A-Z&Ñ]{3,4})([0-9]{2})([0-9]{2})([0-9]{2})(?:[0-9A-Z]{3})?$/
  const [, letters, year = '', month = '', day = ''] = form.exec(s) ?? []
  if (letters === undefined || rfcWords.includes(letters)) return wrong('format')
  if (!realDay(`19${year}`, month, day) && !realDay(`20${year}`, month, day)) return wrong('real_date')
  return s.length >= 12 && s.slice(-1) !== rfcDigit(s.slice(0, -1)) ? warned(wrong('check_digit')) : []
}

function rfcDigit(body: string): string | undefined {
  return '0123456789A'[(11 - (alphabetSum(body.padStart(12), rfcAlphabet, 13) % 11)) % 11]
}

// Weighs the place of each letter in an alphabet, the weights falling from the first.
function alphabetSum(s: string, alphabet: string, weight: number): number {
  return [...s].reduce((sum, c, i) => sum + alphabet.indexOf(c) * (weight - i), 0)
}

/** A bank account: 18 digits, weights 3, 7, 1 on each product's last digit. */
export function checkClabe(s: string): Violation[] {
  if (!allDigits(s, 18)) return wrong('digits', { n: 18 })
  const sum = [...s.slice(0, 17)].reduce((total, d, i) => total + ((Number(d) * ([3, 7, 1][i % 3] ?? 0)) % 10), 0)
  return s.slice(-1) === String((10 - (sum % 10)) % 10) ? [] : wrong('check_digit')
}
