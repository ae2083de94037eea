import { expect, test } from 'vitest'
import { fieldChecks } from './registry'
import type { Field } from './types'

const cases: [type: string, value: unknown, locale: string, want: string, config?: Field['config']][] = [
  ['cpf', '52998224725', 'pt-BR', '529.982.247-25'],
  ['cnpj', '12ABC34501DE35', 'pt-BR', '12.ABC.345/01DE-35'],
  ['taxId', '52998224725', 'pt-BR', '529.982.247-25'],
  ['cep', '01310100', 'pt-BR', '01310-100'],
  ['phone', '+5511961234567', 'pt-BR', '(11) 96123-4567'],
  ['phone', '+971501234567', 'pt-BR', '+971501234567'],
  ['iban', 'GB82WEST12345698765432', 'en', 'GB82 WEST 1234 5698 7654 32'],
  ['date', '2026-02-09', 'pt-BR', '09/02/2026'],
  ['number', 1234567.89, 'pt-BR', '1.234.567,89'],
  ['percent', 12.5, 'pt-BR', '12,5%'],
  ['money', 123456789, 'pt-BR', 'R$\u00a01.234.567,89'],
  ['money', 9007199254740991, 'pt-BR', 'R$\u00a090.071.992.547.409,91'],
  ['money', -5, 'pt-BR', '-R$\u00a00,05'],
  ['money', 1234, 'es-CL', '$1.234', { currency: 'CLP' }],
  ['country', 'BR', 'en', 'Brazil'],
  ['country', 'BR', 'ar', 'البرازيل'],
  ['state', 'SP', 'pt-BR', 'São Paulo'],
]

test.each(cases)('%s %s in %s', (type, value, locale, want, config) => {
  const f: Field = { id: 'f1', key: 'f', type, ...(config ? { config } : {}) }
  expect(fieldChecks[type]?.format?.(value, locale, f)).toBe(want)
})

test('Arabic has Latin digits unless the locale asks for others', () => {
  const f: Field = { id: 'f1', key: 'f', type: 'number' }
  expect(fieldChecks.number?.format?.(12, 'ar-EG', f)).toBe('12')
  expect(fieldChecks.number?.format?.(12, 'ar-EG-u-nu-arab', f)).toBe('١٢')
})
