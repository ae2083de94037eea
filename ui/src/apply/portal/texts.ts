import { flatten } from '../../i18n/catalogue'
import type checklist from '../../i18n/en/checklist.json'
import type { Locale } from '../../i18n/locale'
import type { Texts } from '../../i18n/translate'

declare module '../../i18n/keys' {
  interface Namespaces {
    checklist: typeof checklist
  }
}

const files: Record<Locale, () => Promise<{ default: Record<string, string> }>> = {
  'pt-BR': () => import('../../i18n/pt-BR/checklist.json'),
  es: () => import('../../i18n/es/checklist.json'),
  en: () => import('../../i18n/en/checklist.json'),
  ar: () => import('../../i18n/ar/checklist.json'),
}

/** What the portal says beside the pages of the form. */
export const loadChecklistTexts = async (locale: Locale): Promise<Texts> => flatten({ checklist: (await files[locale]()).default })
