import { flatten } from './catalogue'
import type { Locale } from './locale'
import type { Texts } from './translate'

/** The texts of some files of one language: of ['audit'] those of audit.json, as audit.title and so on. */
export async function loadFiles(locale: Locale, names: readonly string[]): Promise<Texts> {
  const files = await Promise.all(names.map((name) => import(`./${locale}/${name}.json`) as Promise<{ default: Record<string, string> }>))
  return flatten(Object.fromEntries(names.map((name, i) => [name, { ...files[i]?.default }])))
}
