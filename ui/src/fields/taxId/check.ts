import { checkText, cleanText } from '../answers'
import { cleanCnpj, formatCnpj } from '../cnpj/check'
import { cleanCpf, formatCpf } from '../cpf/check'
import type { Identifier } from '../identifier'
import { separatedBy } from '../normalise'
import { textSetting } from '../settings'
import type { Field, FieldCheck, Violation } from '../types'
import { wrong } from '../violation'
import { checkEgyptId, checkEgyptTax, checkEmiratesId, checkSaudiId } from './arab'
import { checkCnh, checkCpfOrCnpj, checkPis, checkRgSp } from './brazil'
import { checkCbu, checkCi, checkCuit, checkNit, checkRif, checkRuc, checkRut, checkRutUruguay } from './latin'
import { checkClabe, checkCurp, checkRfc, cleanMexican } from './mexico'
import { checkNif, cleanNif } from './spain'

interface TaxIdKind extends Identifier {
  country: string
  kind: string
}

const of = (country: string, kind: string, clean: Identifier['clean'], check: Identifier['check']): TaxIdKind => ({
  country,
  kind,
  clean,
  check,
})

/** What is known; the first of a country is its default. */
export const taxIdKinds: readonly TaxIdKind[] = [
  of('BR', 'cpf_cnpj', cleanCnpj, checkCpfOrCnpj),
  of('BR', 'cnh', cleanCpf, checkCnh),
  of('BR', 'pis', cleanCpf, checkPis),
  of('BR', 'rg_sp', separatedBy('.-'), checkRgSp),
  of('MX', 'rfc', cleanMexican, checkRfc),
  of('MX', 'curp', cleanMexican, checkCurp),
  of('MX', 'clabe', separatedBy('-'), checkClabe),
  of('CL', 'rut', separatedBy('.-'), checkRut),
  of('CO', 'nit', separatedBy('.-'), checkNit),
  of('AR', 'cuit', separatedBy('-'), checkCuit),
  of('AR', 'cbu', separatedBy('-'), checkCbu),
  of('ES', 'nif', cleanNif, checkNif),
  of('PE', 'ruc', separatedBy('-'), checkRuc),
  of('EC', 'ci', separatedBy('-'), checkCi),
  of('UY', 'rut', separatedBy('.-'), checkRutUruguay),
  of('VE', 'rif', separatedBy('.-'), checkRif),
  of('SA', 'national_id', separatedBy('-'), checkSaudiId),
  of('AE', 'emirates_id', separatedBy('-'), checkEmiratesId),
  of('EG', 'tax', separatedBy('-/'), checkEgyptTax),
  of('EG', 'national_id', separatedBy('-'), checkEgyptId),
]

const other: Identifier = { clean: separatedBy('./-'), check: checkOtherTaxId }

/** The tax or identity number of a person or company in the country of the settings. */
export const taxIdCheck: FieldCheck = {
  name: 'taxId',
  ruleType: () => 'text',
  clean: cleanText((s, f) => identifierOf(f).clean(s)),
  check: checkText((s, f) => identifierOf(f).check(s)),
  format: (value, _, f) => (typeof value === 'string' ? formatTaxId(value, f) : ''),
}

/** Answers format unless s is 4 to 30 letters and digits. */
export function checkOtherTaxId(s: string): Violation[] {
  return /^[0-9A-Z]{4,30}$/.test(s) ? [] : wrong('format')
}

function identifierOf(f: Field): Identifier {
  const [country, kind] = [textSetting(f, 'country') || 'BR', textSetting(f, 'kind')]
  return taxIdKinds.find((k) => k.country === country && (kind === '' || kind === k.kind)) ?? other
}

function formatTaxId(s: string, f: Field): string {
  if (identifierOf(f).check !== checkCpfOrCnpj) return s
  return s.length === 14 ? formatCnpj(s) : formatCpf(s)
}
