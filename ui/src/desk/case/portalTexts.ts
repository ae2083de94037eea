import type share from '../../i18n/en/share.json'
import { loadFiles } from '../../i18n/files'
import type { Locale } from '../../i18n/locale'
import type { Texts } from '../../i18n/translate'

declare module '../../i18n/keys' {
  interface Namespaces {
    share: typeof share
  }
}

/** What staff read of the applicant's portal: the checklist, the conversation, invitations, feedback. */
export const loadPortalTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, ['share'])
