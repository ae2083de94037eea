import { flatten, loadApplicantTexts } from '../i18n/catalogue'
import type desk from '../i18n/en/desk.json'
import type palette from '../i18n/en/palette.json'
import type { Locale } from '../i18n/locale'
import type { Texts } from '../i18n/translate'

declare module '../i18n/keys' {
  interface Namespaces {
    desk: typeof desk
    palette: typeof palette
  }
}

type Loaded = Promise<readonly [Texts, Texts]>

const own: Record<Locale, () => Loaded> = {
  'pt-BR': () => Promise.all([import('../i18n/pt-BR/desk.json').then((m) => m.default), import('../i18n/pt-BR/palette.json').then((m) => m.default)]),
  es: () => Promise.all([import('../i18n/es/desk.json').then((m) => m.default), import('../i18n/es/palette.json').then((m) => m.default)]),
  en: () => Promise.all([import('../i18n/en/desk.json').then((m) => m.default), import('../i18n/en/palette.json').then((m) => m.default)]),
  ar: () => Promise.all([import('../i18n/ar/desk.json').then((m) => m.default), import('../i18n/ar/palette.json').then((m) => m.default)]),
}

/** What the staff's screens say; the applicant's words too, because staff see the same fields. */
export async function loadDeskTexts(locale: Locale): Promise<Texts> {
  const [shared, [desk, palette]] = await Promise.all([loadApplicantTexts(locale), own[locale]()])
  return { ...shared, ...flatten({ desk: { ...desk }, palette: { ...palette } }) }
}
