import type documents from '../../i18n/en/documents.json'
import { loadFiles } from '../../i18n/files'
import type { Locale } from '../../i18n/locale'
import type { Texts } from '../../i18n/translate'

declare module '../../i18n/keys' {
  interface Namespaces {
    documents: typeof documents
  }
}

/** What the viewer of documents and the screen of their storage say beside the desk's words. */
export const loadDocumentTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['documents'])
