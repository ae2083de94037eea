import type { Locale } from './locale'
import type { Texts } from './translate'

type Namespace = Record<string, Record<string, string>>

/** Puts the files of one language together: {common: {back}} becomes {"common.back"}. */
export function flatten(namespaces: Namespace): Texts {
  return Object.fromEntries(
    Object.entries(namespaces).flatMap(([name, texts]) => Object.entries(texts).map(([k, v]) => [`${name}.${k}`, v])),
  )
}

/** One request per language, and only of the language that is read. */
const applicant: Record<Locale, () => Promise<Namespace>> = {
  'pt-BR': () => import('./pt-BR/applicant').then((m) => m.texts),
  es: () => import('./es/applicant').then((m) => m.texts),
  en: () => import('./en/applicant').then((m) => m.texts),
  ar: () => import('./ar/applicant').then((m) => m.texts),
}

export const loadApplicantTexts = async (locale: Locale): Promise<Texts> => flatten(await applicant[locale]())
