import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { locales } from './locale'
import { textIn } from './text'
import { translate } from './translate'

const here = fileURLToPath(new URL('.', import.meta.url))
const forms = ['zero', 'one', 'two', 'few', 'many', 'other']
const suffix = new RegExp(`_(${forms.join('|')})$`)

const read = (locale: string, file: string): Record<string, string> => JSON.parse(readFileSync(`${here}${locale}/${file}`, 'utf8'))
const files = readdirSync(`${here}en`).filter((f) => f.endsWith('.json'))
const params = (s: string): string[] => [...new Set(s.match(/\{\w+\}/g) ?? [])].sort()

/** Base key to the parameters of all its sentences together. */
function shape(texts: Record<string, string>): Record<string, string> {
  const out: Record<string, string[]> = {}
  for (const [key, s] of Object.entries(texts)) (out[key.replace(suffix, '')] ??= []).push(s)
  return Object.fromEntries(Object.entries(out).map(([k, s]) => [k, params(s.join(' ')).join()]))
}

describe.each(files)('%s', (file) => {
  it.each(locales.filter((l) => l !== 'en'))('has the same keys and parameters in %s as in en', (locale) => {
    expect(shape(read(locale, file))).toEqual(shape(read('en', file)))
  })

  it.each(locales)('has every plural form in %s', (locale) => {
    const texts = read(locale, file)
    const bases = new Set(Object.keys(texts).filter((k) => suffix.test(k)).map((k) => k.replace(suffix, '')))
    const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories
    for (const base of bases) {
      for (const form of wanted) expect(texts, `${base}_${form}`).toHaveProperty([`${base}_${form}`])
      expect(texts).not.toHaveProperty([base])
    }
  })

  it.each(locales)('has no empty sentence in %s', (locale) => {
    for (const [key, s] of Object.entries(read(locale, file))) expect(s.trim(), key).not.toBe('')
  })
})

describe('translate', () => {
  const ar = { 'x.items_zero': 'لا شيء', 'x.items_one': 'واحد', 'x.items_two': 'اثنان', 'x.items_few': '{n} قليل', 'x.items_many': '{n} كثير', 'x.items_other': '{n} غير ذلك' }

  it.each([[0, 'لا شيء'], [1, 'واحد'], [2, 'اثنان'], [3, '3 قليل'], [11, '11 كثير'], [100, '100 غير ذلك']])('counts %d in Arabic', (n, want) => {
    expect(translate(ar, 'ar', 'x.items', { n })).toBe(want)
  })

  it('keeps a parameter that nobody gave', () => {
    expect(translate({ a: 'Hello {who}' }, 'en', 'a')).toBe('Hello {who}')
  })
})

describe('textIn', () => {
  it('prefers the language over the fallback', () => {
    expect(textIn({ 'pt-PT': 'olá', en: 'hello' }, 'pt-BR', 'en')).toBe('olá')
    expect(textIn({ es: 'hola', en: 'hello' }, 'ar', 'en')).toBe('hello')
    expect(textIn({ es: 'hola', de: 'hallo' }, 'ar')).toBe('hallo')
  })
})
