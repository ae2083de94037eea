import { flatten, loadApplicantTexts } from '../i18n/catalogue'
import type desk from '../i18n/en/desk.json'
import type { Locale } from '../i18n/locale'
import type { Texts } from '../i18n/translate'

declare module '../i18n/keys' {
  interface Namespaces {
    desk: typeof desk
  }
}

const own: Record<Locale, () => Promise<Texts>> = {
  'pt-BR': () => import('../i18n/pt-BR/desk.json').then((m) => m.default),
  es: () => import('../i18n/es/desk.json').then((m) => m.default),
  en: () => import('../i18n/en/desk.json').then((m) => m.default),
  ar: () => import('../i18n/ar/desk.json').then((m) => m.default),
}

/** What the staff's screens say; the applicant's words too, because staff see the same fields. */
export async function loadDeskTexts(locale: Locale): Promise<Texts> {
  const [shared, texts] = await Promise.all([loadApplicantTexts(locale), own[locale]()])
  return { ...shared, ...flatten({ desk: { ...texts } }) }
}
