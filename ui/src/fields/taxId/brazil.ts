import { checkCnpj } from '../cnpj/check'
import { checkCpf } from '../cpf/check'
import { allDigits, elevenLess, oneRepeated, weigh, weighRight } from '../digits'
import type { Violation } from '../types'
import { warned, wrong } from '../violation'

/** Decides by the length of the clean text, not by whether it has letters. */
export function checkCpfOrCnpj(s: string): Violation[] {
  const length = [...s].length
  if (length === 11) return checkCpf(s)
  return length === 14 ? checkCnpj(s) : wrong('format')
}

/** The register number of a driving licence. */
export function checkCnh(s: string): Violation[] {
  if (!allDigits(s, 11)) return wrong('digits', { n: 11 })
  return oneRepeated(s) || s.slice(9) !== cnhDigits(s.slice(0, 9)) ? wrong('check_digit') : []
}

// The second digit is made smaller by two where the first would have been ten.
function cnhDigits(body: string): string {
  const first = weigh(body, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11
  const second = (weigh(body, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11) - (first === 10 ? 2 : 0)
  const wrapped = second < 0 ? second + 11 : second
  return `${first === 10 ? 0 : first}${wrapped > 9 ? 0 : wrapped}`
}

/** A PIS, PASEP or NIT number. */
export function checkPis(s: string): Violation[] {
  if (!allDigits(s, 11)) return wrong('digits', { n: 11 })
  const good = !oneRepeated(s) && s[10] === elevenLess(weigh(s, [3, 2, 9, 8, 7, 6, 5, 4, 3, 2]))
  return good ? [] : wrong('check_digit')
}

/** An identity card of São Paulo; its check digit only warns, since no law fixes the rule. */
export function checkRgSp(s: string): Violation[] {
  if (!/^[0-9]{7,8}[0-9X]$/.test(s)) return wrong('format')
  const rest = (11 - (weighRight(s.slice(0, -1), [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11
  return s.slice(-1) === '0123456789X'[rest] ? [] : warned(wrong('check_digit'))
}
