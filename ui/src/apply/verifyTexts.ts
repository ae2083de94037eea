import type verify from '../i18n/en/verify.json'
import { loadFiles } from '../i18n/files'
import type { Locale } from '../i18n/locale'
import type { Texts } from '../i18n/translate'

declare module '../i18n/keys' {
  interface Namespaces {
    verify: typeof verify
  }
}

/** What the pages say that stop reminders and check documents. */
export const loadVerifyTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['verify'])
