import { formOf, isObject, oneOf } from '../answers'
import { cleanCnpj } from '../cnpj/check'
import { checkMembers, cleanMembers, type Member } from '../members'
import { separatedBy } from '../normalise'
import type { FieldCheck, Violation } from '../types'
import { at, blocks, warned, wrong } from '../violation'
import { bankDigit, findBank } from './bank'

/** Those of DICT: checking, savings, salary, payment account. */
export const accountTypes: readonly string[] = ['CACC', 'SVGS', 'SLRY', 'TRAN']

const members: Member[] = [
  { name: 'bank', clean: cleanCnpj, check: checkBank },
  { name: 'branch', clean: separatedBy('.-'), check: formOf(/^[0-9]{1,4}$/) },
  { name: 'account', clean: separatedBy('./-'), check: formOf(/^[0-9]{0,19}[0-9X]$/) },
  { name: 'accountType', clean: separatedBy(''), check: (s) => oneOf(accountTypes, s) },
]

/** An account in Brazil: bank (COMPE code or ISPB), branch without check digit, account with it. */
export const bankAccountCheck: FieldCheck = {
  name: 'bankAccount',
  ruleType: () => 'group',
  clean: (_, raw) => cleanMembers(members, raw),
  check: (_, value) => {
    const found = checkMembers(members, value)
    return blocks(found) ? found : [...found, ...checkAccountDigit(value)]
  },
  members: () => [
    { key: 'bank', type: 'text' },
    { key: 'branch', type: 'text' },
    { key: 'account', type: 'text' },
    { key: 'accountType', type: 'choice', options: [...accountTypes] },
  ],
}

// Warns with unknown for a bank that is not in our list.
function checkBank(s: string): Violation[] {
  if (!/^(?:[0-9]{3}|[0-9A-Z]{8})$/.test(s)) return wrong('format')
  return findBank(s) ? [] : warned(wrong('unknown'))
}

// Warns. Only Banco do Brasil's rule is known for sure, and for eight digits.
function checkAccountDigit(value: unknown): Violation[] {
  if (!isObject(value) || typeof value.account !== 'string') return []
  const [body, digit] = [value.account.slice(0, -1), value.account.slice(-1)]
  const known = findBank(String(value.bank))?.code === '001' && body.length >= 1 && body.length <= 8
  return known && digit !== bankDigit(body) ? at('/account', warned(wrong('check_digit'))) : []
}
