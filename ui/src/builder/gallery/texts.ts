import type gallery from '../../i18n/en/gallery.json'
import type policies from '../../i18n/en/policies.json'
import { loadFiles } from '../../i18n/files'
import type { Locale } from '../../i18n/locale'
import type { Texts } from '../../i18n/translate'
import { loadBuilderTexts } from '../frame/texts'

declare module '../../i18n/keys' {
  interface Namespaces {
    gallery: typeof gallery
    policies: typeof policies
  }
}

/** What the gallery says: its own words, those of the pictures of pipelines, and those of policies. */
export async function loadGalleryTexts(locale: Locale): Promise<Texts> {
  const [shared, own] = await Promise.all([loadBuilderTexts(locale), loadFiles(locale, ['gallery', 'policies'])])
  return { ...shared, ...own }
}
