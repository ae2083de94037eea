/** The languages that the screens speak. Tenants' own texts may exist in others. */
export const locales = ['pt-BR', 'es', 'en', 'ar'] as const
export type Locale = (typeof locales)[number]

export const localeNames: Record<Locale, string> = { 'pt-BR': 'Português', es: 'Español', en: 'English', ar: 'العربية' }

const rightToLeft: readonly string[] = ['ar', 'he', 'fa', 'ur']

const language = (tag: string): string => tag.split('-')[0]!.toLowerCase()

export const direction = (tag: string): 'rtl' | 'ltr' => (rightToLeft.includes(language(tag)) ? 'rtl' : 'ltr')

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
