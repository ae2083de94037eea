import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Locale, locales } from '../../src/i18n/locale'

type Texts = Partial<Record<Locale, string>>

const read = (path: string): unknown => JSON.parse(readFileSync(resolve(path), 'utf8'))

/** The sentences of our own screens, by key. */
const sentences = new Map<string, Texts>()
/** Every text that exists in more than one language, by its English wording. */
const byEnglish = new Map<string, Texts[]>()

function learn(texts: Texts): void {
  if (!texts.en) return
  byEnglish.set(texts.en, [...(byEnglish.get(texts.en) ?? []), texts])
}

const isTexts = (value: object): value is Texts => 'en' in value && typeof value.en === 'string'

/** Learns all texts inside a definition. */
function learnFrom(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (isTexts(value)) learn(value)
  else for (const inner of Object.values(value)) learnFrom(inner)
}

for (const file of ['apply', 'checklist', 'common', 'desk', 'fault']) {
  for (const locale of locales) {
    for (const [key, text] of Object.entries(read(`src/i18n/${locale}/${file}.json`) as Record<string, string>)) {
      const name = `${file}.${key}`
      sentences.set(name, { ...sentences.get(name), [locale]: text })
    }
  }
}
for (const texts of sentences.values()) learn(texts)
const templates = '../schemas/templates'
for (const file of readdirSync(resolve(templates)).filter((f) => f.endsWith('.json'))) learnFrom(read(`${templates}/${file}`))

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * What the screens say in one language. Tests name things by their English words; the screen may be in any language.
 */
export class Words {
  constructor(readonly locale: Locale) {}

  /** Matches an English wording as it stands on this screen, and nothing else on the same line. */
  say(english: string): RegExp {
    return new RegExp(`^\\s*(?:${this.variants(english).join('|')})\\s*$`)
  }

  /** Begins with an English wording: a count or a mark may follow. */
  prefix(english: string): RegExp {
    return new RegExp(`^\\s*(?:${this.variants(english).join('|')})`)
  }

  /** The one text of an English wording. */
  only(english: string): string {
    const [text, ...others] = new Set((byEnglish.get(english) ?? []).flatMap((t) => t[this.locale] ?? []))
    if (text === undefined || others.length > 0) throw new Error(`"${english}" does not stand for one text`)
    return text
  }

  /** Whether a text on the screen is this: an English wording, or a name that is the same in every language. */
  means(text: string, english: string): boolean {
    return text.trim() === english || (byEnglish.has(english) && this.say(english).test(text))
  }

  /** The same for the label of a question, which may be marked as optional. */
  label(english: string): RegExp {
    const optional = escape(this.text('common.optional'))
    return new RegExp(`^\\s*(?:${this.variants(english).join('|')})(?:\\s*${optional})?\\s*$`)
  }

  /** Matches a sentence of our own by its key, wherever it stands. A gap is filled with an English wording, else with anything. */
  key(key: string, gaps: Record<string, string> = {}): RegExp {
    const texts = sentences.has(key) ? [this.text(key)] : this.plurals(key)
    if (texts.length === 0) throw new Error(`no text ${key}`)
    const filled = Object.entries(gaps).map(([gap, english]) => [`\\{${gap}\\}`, `(?:${this.variants(english).join('|')})`] as const)
    const pattern = (text: string): string => filled.reduce((p, [gap, words]) => p.replace(gap, words), escape(text)).replace(/\\\{\w+\\\}/g, '.+?')
    return new RegExp(texts.map(pattern).join('|'))
  }

  /** The text of a sentence without gaps. */
  text(key: string): string {
    const text = sentences.get(key)?.[this.locale]
    if (text === undefined) throw new Error(`no text ${key} in ${this.locale}`)
    return text
  }

  /** The name of a country in this language. */
  country(code: string): string {
    return new Intl.DisplayNames([this.locale], { type: 'region' }).of(code) ?? code
  }

  private plurals(key: string): string[] {
    return [...sentences].filter(([k]) => k.startsWith(`${key}_`)).flatMap(([, texts]) => texts[this.locale] ?? [])
  }

  /** An English wording may have been translated in several ways, each where it fits. */
  private variants(english: string): string[] {
    const known = (byEnglish.get(english) ?? []).flatMap((t) => t[this.locale] ?? [])
    if (known.length === 0) throw new Error(`nothing is called "${english}" in English`)
    return [...new Set(known)].map(escape)
  }
}
