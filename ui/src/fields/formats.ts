import { checkCep } from './cep/check'
import { checkCnpj } from './cnpj/check'
import { checkCountry } from './country/check'
import { checkCpf } from './cpf/check'
import { isDate } from './date/check'
import { checkEmail } from './email/check'
import { checkIban } from './iban/check'
import { lowerAscii } from './normalise'
import { checkPhone, checkPhoneBR } from './phone/check'
import { detectPixKey } from './pixKey/check'
import { checkOtherTaxId, taxIdKinds } from './taxId/check'
import type { Violation } from './types'
import { blocks } from './violation'

/** Our formats of JSON Schema, for the validator to know; the same names as Formats in builder/field. */
export const formats: Record<string, (s: string) => boolean> = {
  cpf: formatOf(checkCpf),
  cnpj: formatOf(checkCnpj),
  cep: formatOf(checkCep),
  iban: formatOf(checkIban),
  phone: formatOf(checkPhone),
  'phone-br': formatOf(checkPhoneBR),
  country: formatOf(checkCountry),
  'tax-id': formatOf(checkOtherTaxId),
  'esteira-email': formatOf(checkEmail),
  'esteira-date': isDate,
  'pix-key': (s) => detectPixKey(s) !== '',
  ...Object.fromEntries(taxIdKinds.map((k) => [`tax-id-${lowerAscii(k.country)}-${k.kind}`, formatOf(k.check)])),
}

function formatOf(check: (s: string) => Violation[]): (s: string) => boolean {
  return (s) => !blocks(check(s))
}
