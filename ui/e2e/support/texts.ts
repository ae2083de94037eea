import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Locale } from '../../src/i18n/locale'

/** The texts of the screens in a language, by "file.key". */
export function texts(locale: Locale): (name: string) => string {
  const files = new Map<string, Record<string, string>>()
  return (name) => {
    const at = name.indexOf('.')
    const file = name.slice(0, at)
    const all = files.get(file) ?? (JSON.parse(readFileSync(resolve(`src/i18n/${locale}/${file}.json`), 'utf8')) as Record<string, string>)
    files.set(file, all)
    const text = all[name.slice(at + 1)]
    if (text === undefined) throw new Error(`no text ${name} in ${locale}`)
    return text
  }
}
