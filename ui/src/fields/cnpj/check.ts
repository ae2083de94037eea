import { elevenLess, oneRepeated, weigh } from '../digits'
import { identifierCheck } from '../identifier'
import { compact } from '../normalise'
import type { FieldCheck, Violation } from '../types'
import { wrong } from '../violation'

const cnpjForm = /^[0-9A-Z]{12}[0-9]{2}$/

/** The tax number of a company in Brazil, of digits or, since July 2026, also letters. */
export const cnpjCheck: FieldCheck = identifierCheck('cnpj', { clean: cleanCnpj, check: checkCnpj }, formatCnpj)

/** Drops the mask and raises letters. */
export function cleanCnpj(s: string): string {
  return compact(s, './-')
}

/** Answers length, chars or check_digit. */
export function checkCnpj(s: string): Violation[] {
  if (!/^[0-9A-Z]*$/.test(s)) return wrong('chars')
  if (s.length !== 14) return wrong('length', { n: 14 })
  const good = cnpjForm.test(s) && !oneRepeated(s) && s.slice(12) === checkDigits(s.slice(0, 12))
  return good ? [] : wrong('check_digit')
}

/** Writes 12ABC34501DE35 as 12.ABC.345/01DE-35. */
export function formatCnpj(s: string): string {
  if (!cnpjForm.test(s)) return s
  return `${s.slice(0, 2)}.${s.slice(2, 5)}.${s.slice(5, 8)}/${s.slice(8, 12)}-${s.slice(12)}`
}

function checkDigits(body: string): string {
  const first = elevenLess(weigh(body, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]))
  return first + elevenLess(weigh(body + first, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]))
}
