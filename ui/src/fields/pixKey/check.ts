import { formOf, isObject, oneOf } from '../answers'
import { checkCnpj, cleanCnpj } from '../cnpj/check'
import { checkCpf, cleanCpf } from '../cpf/check'
import { emailForm } from '../email/check'
import { checkMembers, cleanMembers, type Member } from '../members'
import { lowerAscii, normalise, separatedBy } from '../normalise'
import { cleanPhone } from '../phone/check'
import { switchSetting } from '../settings'
import type { FieldCheck, Violation } from '../types'
import { at, wrong } from '../violation'

const limit = 77

// In the order in which a key is recognised, in the words of DICT.
const kinds: Member[] = [
  {
    name: 'EVP',
    clean: lowered,
    check: formOf(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  },
  { name: 'EMAIL', clean: lowered, check: checkPixEmail },
  { name: 'PHONE', clean: (s) => cleanPhone(s, 'BR'), check: checkPixPhone },
  { name: 'CNPJ', clean: cleanCnpj, check: checkCnpj },
  { name: 'CPF', clean: cleanCpf, check: checkCpf },
]

/** The kinds of key in the words of DICT. */
export const pixKeyKinds: readonly string[] = kinds.map((k) => k.name)

/** A key of Pix: its kind and the key as DICT stores it. The kind is asked, not guessed. */
export const pixKeyCheck: FieldCheck = {
  name: 'pixKey',
  ruleType: () => 'group',
  clean: (_, raw) => {
    const kind = isObject(raw) && typeof raw.kind === 'string' ? kindOf(separatedBy('')(raw.kind)) : undefined
    return cleanMembers(members(kind?.clean ?? normalise, () => []), raw)
  },
  check: (f, value) => {
    const answer = isObject(value) ? value : {}
    const kind = kindOf(answer.kind)
    const found = checkMembers(members(normalise, kind?.check ?? (() => [])), value)
    const lettered = answer.kind === 'CNPJ' && !/^[0-9]*$/.test(String(answer.key))
    if (found.length > 0 || !lettered || !switchSetting(f, 'numericCnpj')) return found
    return at('/key', wrong('digits', { n: 14 }))
  },
  members: () => [
    { key: 'kind', type: 'choice', options: [...pixKeyKinds] },
    { key: 'key', type: 'text' },
  ],
}

/** The kind of a key as DICT stores it, or "". A CPF may still be a mobile without +55: ask. */
export function detectPixKey(key: string): string {
  return kinds.find((k) => k.check(key).length === 0)?.name ?? ''
}

function members(clean: Member['clean'], check: Member['check']): Member[] {
  return [
    { name: 'kind', clean: separatedBy(''), check: (s) => oneOf(pixKeyKinds, s) },
    { name: 'key', clean, check },
  ]
}

function kindOf(name: unknown): Member | undefined {
  return kinds.find((k) => k.name === name)
}

function lowered(s: string): string {
  return lowerAscii(normalise(s))
}

function checkPixEmail(s: string): Violation[] {
  if (!emailForm.test(s) || s !== lowerAscii(s)) return wrong('email')
  return s.length > limit ? wrong('too_long', { n: limit }) : []
}

function checkPixPhone(s: string): Violation[] {
  return /^\+[1-9][0-9]{2,15}$/.test(s) ? [] : wrong('phone')
}
