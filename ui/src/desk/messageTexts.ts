import type messages from '../i18n/en/messages.json'
import { loadFiles } from '../i18n/files'
import type { Locale } from '../i18n/locale'
import type { Texts } from '../i18n/translate'

declare module '../i18n/keys' {
  interface Namespaces {
    messages: typeof messages
  }
}

/** What is said of messages, reminders and papers: in the desk, the administration and the builder. */
export const loadMessageTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['messages'])
