import { intlTag } from '../../i18n/locale'
import { countries } from './check'

/** The countries to choose from, by name in a language and in its order. */
export function countryOptions(locale: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(intlTag(locale), { type: 'region', fallback: 'code' })
  const { compare } = new Intl.Collator(intlTag(locale))
  return countries
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => compare(a.label, b.label))
}
