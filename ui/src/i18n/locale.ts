/** The languages that the screens speak. Tenants' own texts may exist in others. */
export const locales = ['pt-BR', 'es', 'en', 'ar'] as const
export type Locale = (typeof locales)[number]

export const localeNames: Record<Locale, string> = { 'pt-BR': 'Português', es: 'Español', en: 'English', ar: 'العربية' }

const rightToLeft: readonly string[] = ['ar', 'he', 'fa', 'ur']

const language = (tag: string): string => tag.split('-')[0]!.toLowerCase()

export const direction = (tag: string): 'rtl' | 'ltr' => (rightToLeft.includes(language(tag)) ? 'rtl' : 'ltr')

// What is written in Latin letters and digits, with a digit in it: a telephone number, a postal code, a date, an address.
const sample = /\+?(?:\([A-Za-z0-9 .+-]+\)|[A-Za-z0-9]+)(?:[ .,:/@_+-]+(?:\([A-Za-z0-9 .+-]+\)|[A-Za-z0-9]+)|\([A-Za-z0-9 .+-]+\))*/g

/**
 * A text with the samples in it kept together, as they are typed: in a sentence from right to left, the parts of
 * "(11) 96123-4567" would change places. Invisible marks are put around each, and only where the language asks for it.
 */
export function isolated(text: string, locale: string): string {
  if (direction(locale) === 'ltr') return text
  return text.replace(sample, (found) => (/[0-9]/.test(found) ? `\u2066${found}\u2069` : found))
}

/** Our language for a tag: the same one, else another of the same language. */
export function localeOf(tag: string | null | undefined): Locale | undefined {
  if (!tag) return undefined
  const exact = locales.find((l) => l.toLowerCase() === tag.toLowerCase())
  return exact ?? locales.find((l) => language(l) === language(tag))
}

/** The first of the wished tags that is offered, else the first offered one. */
export function negotiate(wished: readonly (string | null | undefined)[], offered: readonly Locale[] = locales): Locale {
  for (const tag of wished) {
    const locale = localeOf(tag)
    if (locale && offered.includes(locale)) return locale
  }
  return offered[0] ?? 'en'
}

/**
 * The tag for Intl: the Gregorian calendar and Latin digits are said outright, because the defaults of Arabic changed
 * between ICU versions; English dates are written day first, as everywhere else here.
 */
export function intlTag(locale: string): string {
  return `${locale === 'en' ? 'en-GB' : locale}-u-ca-gregory-nu-latn`
}
