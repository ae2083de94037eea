import type cockpit from '../i18n/en/cockpit.json'
import { loadFiles } from '../i18n/files'
import type { Locale } from '../i18n/locale'
import type { Texts } from '../i18n/translate'

declare module '../i18n/keys' {
  interface Namespaces {
    cockpit: typeof cockpit
  }
}

/** What the cockpit says. */
export const loadCockpitTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['cockpit'])
