/** A sentence in several languages, by BCP 47 tag (schemas.Text). */
export type Text = Readonly<Record<string, string>>

const language = (tag: string): string => tag.split('-')[0]!

function sameLanguage(text: Text, locale: string): string {
  const tag = Object.keys(text).filter((t) => text[t] && language(t) === language(locale)).sort()[0]
  return tag ? text[tag]! : ''
}

/** The sentence in a locale, by the same order as schemas.Text.In in Go. */
export function textIn(text: Text | undefined, locale: string, ...fallbacks: string[]): string {
  if (!text) return ''
  for (const l of [locale, ...fallbacks]) {
    const s = text[l] || sameLanguage(text, l)
    if (s) return s
  }
  const tag = Object.keys(text).filter((t) => text[t]).sort()[0]
  return tag ? text[tag]! : ''
}
