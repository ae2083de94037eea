import { flatten } from '../../i18n/catalogue'
import type compare from '../../i18n/en/compare.json'
import type builder from '../../i18n/en/builder.json'
import type flow from '../../i18n/en/flow.json'
import type impact from '../../i18n/en/impact.json'
import type importing from '../../i18n/en/importing.json'
import type panel from '../../i18n/en/panel.json'
import type refactor from '../../i18n/en/refactor.json'
import type translations from '../../i18n/en/translations.json'
import type tryout from '../../i18n/en/tryout.json'
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
    translations: typeof translations
    tryout: typeof tryout
  }
}

interface File {
  default: Record<string, string>
}

type Loaded = Promise<File[]>

const files: Record<Locale, () => Loaded> = {
  'pt-BR': () => Promise.all([import('../../i18n/pt-BR/builder.json'), import('../../i18n/pt-BR/flow.json'), import('../../i18n/pt-BR/compare.json'), import('../../i18n/pt-BR/importing.json'), import('../../i18n/pt-BR/impact.json'), import('../../i18n/pt-BR/tryout.json'), import('../../i18n/pt-BR/refactor.json'), import('../../i18n/pt-BR/panel.json'), import('../../i18n/pt-BR/translations.json')]),
  es: () => Promise.all([import('../../i18n/es/builder.json'), import('../../i18n/es/flow.json'), import('../../i18n/es/compare.json'), import('../../i18n/es/importing.json'), import('../../i18n/es/impact.json'), import('../../i18n/es/tryout.json'), import('../../i18n/es/refactor.json'), import('../../i18n/es/panel.json'), import('../../i18n/es/translations.json')]),
  en: () => Promise.all([import('../../i18n/en/builder.json'), import('../../i18n/en/flow.json'), import('../../i18n/en/compare.json'), import('../../i18n/en/importing.json'), import('../../i18n/en/impact.json'), import('../../i18n/en/tryout.json'), import('../../i18n/en/refactor.json'), import('../../i18n/en/panel.json'), import('../../i18n/en/translations.json')]),
  ar: () => Promise.all([import('../../i18n/ar/builder.json'), import('../../i18n/ar/flow.json'), import('../../i18n/ar/compare.json'), import('../../i18n/ar/importing.json'), import('../../i18n/ar/impact.json'), import('../../i18n/ar/tryout.json'), import('../../i18n/ar/refactor.json'), import('../../i18n/ar/panel.json'), import('../../i18n/ar/translations.json')]),
}

/** What the builder says, by file, in the order in which they are loaded. */
const names = ['builder', 'flow', 'compare', 'importing', 'impact', 'tryout', 'refactor', 'panel', 'translations'] as const

/** All that the builder says: of forms and all definitions, pipelines, versions, schemas, publishing, try-outs, refactoring, panels, translations. */
export async function loadBuilderTexts(locale: Locale): Promise<Texts> {
  const loaded = await files[locale]()
  return flatten(Object.fromEntries(names.map((name, i) => [name, { ...loaded[i]?.default }])))
}
