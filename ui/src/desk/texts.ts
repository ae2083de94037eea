import { flatten, loadApplicantTexts } from '../i18n/catalogue'
import type approvals from '../i18n/en/approvals.json'
import type desk from '../i18n/en/desk.json'
import type { Locale } from '../i18n/locale'
import type { Texts } from '../i18n/translate'

declare module '../i18n/keys' {
  interface Namespaces {
    approvals: typeof approvals
    desk: typeof desk
  }
}

interface File {
  default: Texts
}

const own: Record<Locale, () => Promise<[File, File]>> = {
  'pt-BR': () => Promise.all([import('../i18n/pt-BR/desk.json'), import('../i18n/pt-BR/approvals.json')]),
  es: () => Promise.all([import('../i18n/es/desk.json'), import('../i18n/es/approvals.json')]),
  en: () => Promise.all([import('../i18n/en/desk.json'), import('../i18n/en/approvals.json')]),
  ar: () => Promise.all([import('../i18n/ar/desk.json'), import('../i18n/ar/approvals.json')]),
}

/** What the staff's screens say; the applicant's words too, because staff see the same fields. */
export async function loadDeskTexts(locale: Locale): Promise<Texts> {
  const [shared, [desk, approvals]] = await Promise.all([loadApplicantTexts(locale), own[locale]()])
  return { ...shared, ...flatten({ desk: { ...desk.default }, approvals: { ...approvals.default } }) }
}
