import { allDigits, elevenLess, oneRepeated, weigh } from '../digits'
import { identifierCheck } from '../identifier'
import { compact } from '../normalise'
import type { FieldCheck, Violation } from '../types'
import { wrong } from '../violation'

/** The tax number of a person in Brazil: 9 digits and two check digits modulo 11 (Receita Federal). */
export const cpfCheck: FieldCheck = identifierCheck('cpf', { clean: cleanCpf, check: checkCpf }, formatCpf)

/** Drops the mask. */
export function cleanCpf(s: string): string {
  return compact(s, '.-')
}

/** Answers digits or check_digit. Numbers of one repeated digit pass modulo 11 and are refused. */
export function checkCpf(s: string): Violation[] {
  if (!allDigits(s, 11)) return wrong('digits', { n: 11 })
  return oneRepeated(s) || s.slice(9) !== checkDigits(s.slice(0, 9)) ? wrong('check_digit') : []
}

/** Writes 52998224725 as 529.982.247-25. */
export function formatCpf(s: string): string {
  return s.length === 11 ? `${s.slice(0, 3)}.${s.slice(3, 6)}.${s.slice(6, 9)}-${s.slice(9)}` : s
}

function checkDigits(body: string): string {
  const first = elevenLess(weigh(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]))
  return first + elevenLess(weigh(body + first, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]))
}
