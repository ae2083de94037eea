import { allDigits } from '../digits'
import { identifierCheck } from '../identifier'
import { compact } from '../normalise'
import type { FieldCheck, Violation } from '../types'
import { warned, wrong } from '../violation'

// The last postcode of each interval, five digits, and its state; an interval begins after the one before (Correios).
// "" is a gap.
const ends: readonly (readonly [last: string, state: string])[] = [
  ['00999', ''], ['19999', 'SP'], ['28999', 'RJ'], ['29999', 'ES'], ['39999', 'MG'], ['48999', 'BA'], ['49999', 'SE'],
  ['56999', 'PE'], ['57999', 'AL'], ['58999', 'PB'], ['59999', 'RN'], ['63999', 'CE'], ['64999', 'PI'], ['65999', 'MA'],
  ['68899', 'PA'], ['68999', 'AP'], ['69299', 'AM'], ['69399', 'RR'], ['69899', 'AM'], ['69999', 'AC'], ['72799', 'DF'],
  ['72999', 'GO'], ['73699', 'DF'], ['76799', 'GO'], ['76999', 'RO'], ['77999', 'TO'], ['78899', 'MT'], ['78999', ''],
  ['79999', 'MS'], ['87999', 'PR'], ['89999', 'SC'], ['99999', 'RS'],
]

/** A Brazilian postcode: 8 digits in a range that belongs to a state. */
export const cepCheck: FieldCheck = identifierCheck('cep', { clean: cleanCep, check: checkCep }, formatCep)

/** Drops the mask. */
export function cleanCep(s: string): string {
  return compact(s, '.-')
}

/** Answers digits, or unknown for a postcode that no state has. */
export function checkCep(s: string): Violation[] {
  if (!allDigits(s, 8)) return wrong('digits', { n: 8 })
  return cepState(s) === '' ? wrong('unknown') : []
}

/** The state of a clean postcode, or "". */
export function cepState(cep: string): string {
  if (!allDigits(cep, 8)) return ''
  return ends.find(([last]) => cep.slice(0, 5) <= last)?.[1] ?? ''
}

/** Warns with cep_state when a postcode lies in another state than the one given. */
export function checkCepState(cep: string, state: string): Violation[] {
  const found = cepState(cep)
  return found !== '' && state !== '' && found !== state ? warned(wrong('cep_state', { state: found })) : []
}

/** Writes 01310100 as 01310-100. */
export function formatCep(s: string): string {
  return s.length === 8 ? `${s.slice(0, 5)}-${s.slice(5)}` : s
}
