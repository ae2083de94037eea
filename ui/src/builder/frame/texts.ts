import { flatten } from '../../i18n/catalogue'
import type compare from '../../i18n/en/compare.json'
import type builder from '../../i18n/en/builder.json'
import type flow from '../../i18n/en/flow.json'
import type importing from '../../i18n/en/importing.json'
import type refactor from '../../i18n/en/refactor.json'
import type { Locale } from '../../i18n/locale'
import type { Texts } from '../../i18n/translate'

declare module '../../i18n/keys' {
  interface Namespaces {
    builder: typeof builder
    compare: typeof compare
    flow: typeof flow
    importing: typeof importing
    refactor: typeof refactor
  }
}

interface File {
  default: Record<string, string>
}

type Loaded = Promise<[File, File, File, File, File]>

const files: Record<Locale, () => Loaded> = {
  'pt-BR': () => Promise.all([import('../../i18n/pt-BR/builder.json'), import('../../i18n/pt-BR/flow.json'), import('../../i18n/pt-BR/compare.json'), import('../../i18n/pt-BR/importing.json'), import('../../i18n/pt-BR/refactor.json')]),
  es: () => Promise.all([import('../../i18n/es/builder.json'), import('../../i18n/es/flow.json'), import('../../i18n/es/compare.json'), import('../../i18n/es/importing.json'), import('../../i18n/es/refactor.json')]),
  en: () => Promise.all([import('../../i18n/en/builder.json'), import('../../i18n/en/flow.json'), import('../../i18n/en/compare.json'), import('../../i18n/en/importing.json'), import('../../i18n/en/refactor.json')]),
  ar: () => Promise.all([import('../../i18n/ar/builder.json'), import('../../i18n/ar/flow.json'), import('../../i18n/ar/compare.json'), import('../../i18n/ar/importing.json'), import('../../i18n/ar/refactor.json')]),
}

/** What the builder says: builder of forms and of all definitions, flow of pipelines, compare of versions, importing of schemas, refactor of what others name. */
export async function loadBuilderTexts(locale: Locale): Promise<Texts> {
  const [builder, flow, compare, importing, refactor] = await files[locale]()
  return flatten({ builder: { ...builder.default }, flow: { ...flow.default }, compare: { ...compare.default }, importing: { ...importing.default }, refactor: { ...refactor.default } })
}
