import { flatten } from '../i18n/catalogue'
import type audit from '../i18n/en/audit.json'
import type policies from '../i18n/en/policies.json'
import type settings from '../i18n/en/settings.json'
import type { Locale } from '../i18n/locale'
import type { Texts } from '../i18n/translate'

declare module '../i18n/keys' {
  interface Namespaces {
    audit: typeof audit
    policies: typeof policies
    settings: typeof settings
  }
}

const policyTexts: Record<Locale, () => Promise<Texts>> = {
  'pt-BR': () => import('../i18n/pt-BR/policies.json').then((m) => m.default),
  es: () => import('../i18n/es/policies.json').then((m) => m.default),
  en: () => import('../i18n/en/policies.json').then((m) => m.default),
  ar: () => import('../i18n/ar/policies.json').then((m) => m.default),
}

/** What the screen of roles and policies says. */
export const loadPolicyTexts = async (locale: Locale): Promise<Texts> => flatten({ policies: { ...(await policyTexts[locale]()) } })

const settingTexts: Record<Locale, () => Promise<Texts>> = {
  'pt-BR': () => import('../i18n/pt-BR/settings.json').then((m) => m.default),
  es: () => import('../i18n/es/settings.json').then((m) => m.default),
  en: () => import('../i18n/en/settings.json').then((m) => m.default),
  ar: () => import('../i18n/ar/settings.json').then((m) => m.default),
}

/** What the other screens of the administration say beside the desk's words: brand, plugins, members, copies. */
export const loadSettingTexts = async (locale: Locale): Promise<Texts> => flatten({ settings: { ...(await settingTexts[locale]()) } })

const auditTexts: Record<Locale, () => Promise<Texts>> = {
  'pt-BR': () => import('../i18n/pt-BR/audit.json').then((m) => m.default),
  es: () => import('../i18n/es/audit.json').then((m) => m.default),
  en: () => import('../i18n/en/audit.json').then((m) => m.default),
  ar: () => import('../i18n/ar/audit.json').then((m) => m.default),
}

/** What the list of the administration's changes says. */
export const loadAuditTexts = async (locale: Locale): Promise<Texts> => flatten({ audit: { ...(await auditTexts[locale]()) } })
