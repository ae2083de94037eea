import { intlTag } from './locale'

/** A catalogue: "namespace.key" to sentence. Plurals are keys with _zero _one _two _few _many _other behind them. */
export type Texts = Readonly<Record<string, string>>
export type Params = Readonly<Record<string, string | number>>

const rules = new Map<string, Intl.PluralRules>()

function pluralForm(locale: string, n: number): string {
  let r = rules.get(locale)
  if (!r) rules.set(locale, (r = new Intl.PluralRules(locale)))
  return r.select(n)
}

function sentence(texts: Texts, locale: string, key: string, params?: Params): string | undefined {
  const plain = texts[key]
  if (plain !== undefined || typeof params?.n !== 'number') return plain
  return texts[`${key}_${pluralForm(locale, params.n)}`] ?? texts[`${key}_other`]
}

/** The sentence of a key with {params} filled in; undefined where there is none. {n} chooses the plural form. */
export function translate(texts: Texts, locale: string, key: string, params?: Params): string | undefined {
  return sentence(texts, locale, key, params)?.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params?.[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? value.toLocaleString(intlTag(locale)) : value
  })
}
