import type { Text } from '../../fields/types'
import ar from '../../i18n/ar/first.json'
import en from '../../i18n/en/first.json'
import es from '../../i18n/es/first.json'
import ptBR from '../../i18n/pt-BR/first.json'
import type { Locale } from '../../i18n/locale'

/** What new things are called until they are named. */
export type FirstWord = keyof typeof en

// A few words in each language: what is designed may be in others than the reader's.
const words: Record<Locale, Record<FirstWord, string>> = { ar, en, es, 'pt-BR': ptBR }

const language = (locale: string): string => locale.split('-')[0]!.toLowerCase()

/** The first name of something new in all languages of a definition that we speak; the others are left to be written. */
export function firstWords(locales: readonly string[], word: FirstWord): Text {
  return Object.fromEntries(locales.map((locale) => {
    const spoken = Object.entries(words).find(([own]) => own === locale) ?? Object.entries(words).find(([own]) => language(own) === language(locale))
    return [locale, spoken?.[1][word] ?? '']
  }))
}
