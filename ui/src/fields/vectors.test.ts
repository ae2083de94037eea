import { expect, test } from 'vitest'
import vectors from '../../../schemas/testdata/identifiers.json'
import { bankDigit } from './bankAccount/bank'
import { cepState, checkCepState, cleanCep } from './cep/check'
import { cleanPhone } from './phone/check'
import { detectPixKey } from './pixKey/check'
import { fieldChecks } from './registry'
import type { Field, Violation } from './types'
import { blocks } from './violation'

interface Vectors {
  valid?: string[]
  invalid?: { value: string; reason: string }[]
  computed?: { body: string; dv: string }[]
  branch_vectors?: { body: string; dv: string }[]
}

const taxId = (country: string, kind: string): Field => ({ id: 'f1', key: 'f', type: 'taxId', config: { country, kind } })
const plain = (type: string): Field => ({ id: 'f1', key: 'f', type })

// Which field answers the question of a set, as in builder/field/vectors_test.go.
const fields: Record<string, Field> = {
  cpf: plain('cpf'),
  cnpj_numeric: plain('cnpj'),
  cnpj_alphanumeric: plain('cnpj'),
  cep: plain('cep'),
  phone_br: plain('phone'),
  iban: plain('iban'),
  cnh: taxId('BR', 'cnh'),
  pis: taxId('BR', 'pis'),
  rg_sp: taxId('BR', 'rg_sp'),
  mx_clabe: taxId('MX', 'clabe'),
  mx_curp: taxId('MX', 'curp'),
  mx_rfc: taxId('MX', 'rfc'),
  cl_rut: taxId('CL', 'rut'),
  co_nit: taxId('CO', 'nit'),
  ar_cuit: taxId('AR', 'cuit'),
  ar_cbu: taxId('AR', 'cbu'),
  es_nif: taxId('ES', 'nif'),
  sa_national_id: taxId('SA', 'national_id'),
  ae_emirates_id: taxId('AE', 'emirates_id'),
  eg_tax: taxId('EG', 'tax'),
  pe_ruc: taxId('PE', 'ruc'),
  ec_ci: taxId('EC', 'ci'),
  uy_rut: taxId('UY', 'rut'),
  ve_rif: taxId('VE', 'rif'),
}

const { bank_br: bank, other_latam: latin, ...plainSets } = vectors.identifiers
const sets: [string, Vectors][] = [
  ...Object.entries(plainSets),
  ['pe_ruc', { valid: latin.pe_ruc }],
  ['ec_ci', { valid: latin.ec_ci }],
  ['uy_rut', { valid: latin.uy_rut }],
  ['ve_rif', { valid: latin.ve_rif }],
]

function answer(f: Field | undefined, raw: string, clean = true): Violation[] {
  const check = f && fieldChecks[f.type]
  if (!check) throw new Error('no field for these vectors')
  return check.check(f, clean ? check.clean(f, raw) : raw)
}

test.each(sets)('%s', (name, set) => {
  const computed = [...(set.computed ?? []), ...(set.branch_vectors ?? [])]
  for (const value of [...(set.valid ?? []), ...computed.map((v) => v.body + v.dv)]) {
    expect([value, blocks(answer(fields[name], value))]).toEqual([value, false])
  }
  for (const { value, reason } of (set.invalid ?? []).filter((v) => v.value !== '')) {
    const found = answer(fields[name], value, !reason.includes('not normalised'))
    expect([value, found.length]).not.toEqual([value, 0])
  }
})

test('phones in E.164', () => {
  for (const [raw, want] of Object.entries(vectors.identifiers.phone_br.e164)) {
    expect(cleanPhone(raw, 'BR')).toBe(want)
  }
})

test('postcodes and states', () => {
  for (const [cep, state] of Object.entries(vectors.identifiers.cep.uf)) {
    expect(cepState(cleanCep(cep))).toBe(state)
    expect(checkCepState(cleanCep(cep), 'XX')[0]?.severity).toBe('warn')
  }
  for (const { uf, from, to } of vectors.identifiers.cep.ranges) {
    expect([cepState(from), cepState(to)]).toEqual([uf, uf])
  }
})

test('the check digit of an RFC only warns', () => {
  const { dv_ok: good, dv_bad_but_in_use: inUse } = vectors.identifiers.mx_rfc
  for (const s of good) expect(answer(fields.mx_rfc, s)).toEqual([])
  for (const s of inUse) expect(answer(fields.mx_rfc, s)[0]?.severity).toBe('warn')
})

test('bank digits', () => {
  for (const [code, dv] of Object.entries(bank.compe_dv)) expect(bankDigit(code)).toBe(dv)
  for (const v of bank.bb) expect(bankDigit(v.agency ?? v.account ?? '')).toBe(v.dv)
})

test('pix keys', () => {
  const { valid, invalid, ambiguous_cpf_or_mobile: ambiguous } = vectors.pix.keys
  for (const [key, kind] of Object.entries(valid)) expect([key, detectPixKey(key)]).toEqual([key, kind])
  for (const { value } of invalid) expect([value, detectPixKey(value)]).toEqual([value, ''])
  for (const key of ambiguous) {
    expect(detectPixKey(key)).toBe('CPF')
    expect(answer(fields.phone_br, key)).toEqual([])
  }
})
