import type checks from '../../i18n/en/checks.json'
import { loadFiles } from '../../i18n/files'
import type { Locale } from '../../i18n/locale'
import type { Texts } from '../../i18n/translate'

declare module '../../i18n/keys' {
  interface Namespaces {
    checks: typeof checks
  }
}

/** What the lists of names, and all that is known of one check, say beside the desk's words. */
export const loadCheckTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['checks'])
