import type compare from '../../i18n/en/compare.json'
import type builder from '../../i18n/en/builder.json'
import type flow from '../../i18n/en/flow.json'
import type impact from '../../i18n/en/impact.json'
import type importing from '../../i18n/en/importing.json'
import type panel from '../../i18n/en/panel.json'
import type refactor from '../../i18n/en/refactor.json'
import type section from '../../i18n/en/section.json'
import type translations from '../../i18n/en/translations.json'
import type tryout from '../../i18n/en/tryout.json'
import '../../desk/messageTexts'
import { loadFiles } from '../../i18n/files'
import type { Locale } from '../../i18n/locale'
import type { Texts } from '../../i18n/translate'

declare module '../../i18n/keys' {
  interface Namespaces {
    builder: typeof builder
    compare: typeof compare
    flow: typeof flow
    impact: typeof impact
    importing: typeof importing
    panel: typeof panel
    refactor: typeof refactor
    section: typeof section
    translations: typeof translations
    tryout: typeof tryout
  }
}

/** What the builder says, by file. */
const files = ['builder', 'flow', 'compare', 'importing', 'impact', 'tryout', 'refactor', 'panel', 'section', 'translations', 'messages']

/** All that the builder says. */
export const loadBuilderTexts = (locale: Locale): Promise<Texts> => loadFiles(locale, files)
