import { flatten, loadApplicantTexts } from '../i18n/catalogue'
import type approvals from '../i18n/en/approvals.json'
import type desk from '../i18n/en/desk.json'
import type palette from '../i18n/en/palette.json'
import type { Locale } from '../i18n/locale'
import type { Texts } from '../i18n/translate'

declare module '../i18n/keys' {
  interface Namespaces {
    approvals: typeof approvals
    desk: typeof desk
    palette: typeof palette
  }
}

interface File {
  default: Texts
}

const own: Record<Locale, () => Promise<[File, File, File]>> = {
  'pt-BR': () => Promise.all([import('../i18n/pt-BR/desk.json'), import('../i18n/pt-BR/approvals.json'), import('../i18n/pt-BR/palette.json')]),
  es: () => Promise.all([import('../i18n/es/desk.json'), import('../i18n/es/approvals.json'), import('../i18n/es/palette.json')]),
  en: () => Promise.all([import('../i18n/en/desk.json'), import('../i18n/en/approvals.json'), import('../i18n/en/palette.json')]),
  ar: () => Promise.all([import('../i18n/ar/desk.json'), import('../i18n/ar/approvals.json'), import('../i18n/ar/palette.json')]),
}

/** What the staff's screens say; the applicant's words too, because staff see the same fields. */
export async function loadDeskTexts(locale: Locale): Promise<Texts> {
  const [shared, [desk, approvals, palette]] = await Promise.all([loadApplicantTexts(locale), own[locale]()])
  return { ...shared, ...flatten({ desk: { ...desk.default }, approvals: { ...approvals.default }, palette: { ...palette.default } }) }
}
