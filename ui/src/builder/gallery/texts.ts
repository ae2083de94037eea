import { flatten } from '../../i18n/catalogue'
import type gallery from '../../i18n/en/gallery.json'
import type policies from '../../i18n/en/policies.json'
import type { Locale } from '../../i18n/locale'
import type { Texts } from '../../i18n/translate'
import { loadBuilderTexts } from '../frame/texts'

declare module '../../i18n/keys' {
  interface Namespaces {
    gallery: typeof gallery
    policies: typeof policies
  }
}

interface File {
  default: Record<string, string>
}

const files: Record<Locale, () => Promise<[File, File]>> = {
  'pt-BR': () => Promise.all([import('../../i18n/pt-BR/gallery.json'), import('../../i18n/pt-BR/policies.json')]),
  es: () => Promise.all([import('../../i18n/es/gallery.json'), import('../../i18n/es/policies.json')]),
  en: () => Promise.all([import('../../i18n/en/gallery.json'), import('../../i18n/en/policies.json')]),
  ar: () => Promise.all([import('../../i18n/ar/gallery.json'), import('../../i18n/ar/policies.json')]),
}

/** What the gallery says: its own words, those of the pictures of pipelines, and those of policies. */
export async function loadGalleryTexts(locale: Locale): Promise<Texts> {
  const [shared, [gallery, policies]] = await Promise.all([loadBuilderTexts(locale), files[locale]()])
  return { ...shared, ...flatten({ gallery: { ...gallery.default }, policies: { ...policies.default } }) }
}
