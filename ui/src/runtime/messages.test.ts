import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { flatten } from '../i18n/catalogue'
import { createI18n } from '../i18n/I18n'
import type { Locale } from '../i18n/locale'
import type { Field } from '../fields/types'
import { messageOf, nameOf } from './messages'

function i18n(locale: Locale) {
  const read = (name: string): Record<string, string> => JSON.parse(readFileSync(new URL(`../i18n/${locale}/${name}.json`, import.meta.url), 'utf8'))
  return createI18n(locale, flatten({ common: read('common'), apply: read('apply'), fault: read('fault') }), 'en', () => undefined)
}

const field = (type: string, label: string, more: Partial<Field> = {}): Field => ({ id: 'f', key: 'x', type, label: { en: label, 'pt-BR': label }, ...more })
const say = (f: Field, key: string, params?: Record<string, unknown>, value?: unknown, path = '/x') => messageOf({ path, key, params }, f, value, i18n('en'))

describe('messageOf', () => {
  it.each([
    [say(field('text', 'Full name'), 'empty'), 'Fill in: full name'],
    [say(field('cpf', 'CPF'), 'digits', { n: 11 }), 'CPF must have 11 digits'],
    [say(field('radio', 'Marital status'), 'empty'), 'Select marital status'],
    [say(field('radio', 'Are you a PEP?'), 'empty'), 'Answer the question “Are you a PEP?”'],
    [say(field('date', 'Date of birth'), 'real_date', undefined, '1990--31'), 'Date of birth must include a month'],
    [say(field('date', 'Date of birth'), 'real_date', undefined, '1990-02-31'), 'Date of birth must be a real date'],
    [say(field('date', 'Start'), 'min', { n: '2026-02-09' }), 'Start must be 9 February 2026 or more'],
    [say(field('money', 'Income', { config: { currency: 'BRL' } }), 'max', { n: 123456 }), 'Income must be \u2066R$1,234.56\u2069 or less'],
    [say(field('image', 'Front'), 'file_type', { types: ['jpg', 'png'] }), 'The selected file must be a JPG or PNG'],
    [say(field('bankAccount', 'Account'), 'empty', undefined, undefined, '/x/branch'), 'Fill in: branch'],
    [say(field('bankAccount', 'Account'), 'empty', undefined, undefined, '/x/accountType'), 'Select type of account'],
    [say(field('text', 'X'), 'validation', { message: { en: 'Own words' } }), 'Own words'],
    [say(field('text', 'Name'), 'a_key_of_tomorrow'), 'Wrong format: name'],
  ])('%s', (got, want) => expect(got).toBe(want))

  it('words anew what the server worded, and takes its words where there are none here', () => {
    const server = { path: '/x', message: 'Do servidor', params: { f: 'x' } }
    expect(messageOf({ ...server, key: 'empty' }, field('text', 'Nome'), undefined, i18n('pt-BR'))).toBe('Preencha: nome')
    expect(messageOf({ ...server, key: 'a_key_of_tomorrow' }, field('text', 'Nome'), undefined, i18n('pt-BR'))).toBe('Do servidor')
  })
})

describe('nameOf', () => {
  it.each([['Nome completo', 'nome completo'], ['CPF', 'CPF'], ['E-mail', 'e-mail'], ['IBAN', 'IBAN'], ['الاسم', 'الاسم']])('%s', (label, want) => {
    expect(nameOf(label)).toBe(want)
  })
})
