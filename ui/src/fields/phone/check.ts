import { checkText, cleanText } from '../answers'
import { normalise } from '../normalise'
import { switchSetting, textSetting } from '../settings'
import type { Field, FieldCheck, Violation } from '../types'
import { wrong } from '../violation'

// The 67 area codes in use; mobiles have nine digits and begin with 9, fixed lines eight and begin with 2 to 5.
const phoneBR = /^\+55(?:[14689][1-9]|2[12478]|3[1-578]|5[13-5]|7[13-579])(?:9[0-9]{8}|[2-5][0-9]{7})$/
const mobileBR = /^\+55[0-9]{2}9[0-9]{8}$/
const e164 = /^\+[1-9][0-9]{6,14}$/

/**
 * A telephone number in E.164. Brazilian numbers are checked as on the server; of other countries only the form, and
 * numbers written without + are left for the server to complete and decide.
 */
export const phoneCheck: FieldCheck = {
  name: 'phone',
  ruleType: () => 'text',
  clean: cleanText((s, f) => cleanPhone(s, country(f))),
  check: checkText((s, f) => {
    if (country(f) !== 'BR' && /^[0-9]{6,14}$/.test(s)) return []
    const found = checkPhone(s)
    if (found.length > 0 || !s.startsWith('+55')) return found
    return switchSetting(f, 'mobile') && !mobileBR.test(s) ? wrong('mobile') : []
  }),
  format: (value) => (typeof value === 'string' ? formatPhone(value) : ''),
}

/** Brings a number to E.164; what is no number of that country keeps its digits. */
export function cleanPhone(raw: string, from: string): string {
  const marked = normalise(raw)
  let digits = marked.replace(/[ ()\-./]/g, '')
  if (!/^\+?[0-9]*$/.test(digits)) return marked
  if (digits.startsWith('00')) digits = `+${digits.slice(2)}`
  if (digits.startsWith('+550')) return `+55${digits.slice(3).replace(/^0+/, '')}`
  return digits.startsWith('+') || from !== 'BR' ? digits : cleanPhoneBR(digits)
}

/** Answers phone unless s is in E.164 and, in Brazil, a number that can be dialled. */
export function checkPhone(s: string): Violation[] {
  return s.startsWith('+55') ? checkPhoneBR(s) : e164.test(s) ? [] : wrong('phone')
}

/** Answers phone unless s is a Brazilian number in E.164. */
export function checkPhoneBR(s: string): Violation[] {
  return phoneBR.test(s) ? [] : wrong('phone')
}

/** Writes +5511961234567 as (11) 96123-4567; numbers of other countries stay in E.164. */
export function formatPhone(s: string): string {
  return phoneBR.test(s) ? `(${s.slice(3, 5)}) ${s.slice(5, -4)}-${s.slice(-4)}` : s
}

function country(f: Field): string {
  return textSetting(f, 'country') || 'BR'
}

// Drops the trunk 0 or the 0xx of a carrier, and puts +55 before what is then a Brazilian number.
function cleanPhoneBR(digits: string): string {
  let national = digits.startsWith('0') ? digits.slice(digits.length >= 13 ? 3 : 1) : digits
  if (national.length >= 12 && national.startsWith('55')) national = national.slice(2)
  return phoneBR.test(`+55${national}`) ? `+55${national}` : digits
}
