/** A language by its name in the reader's own: "pt-BR" is Portuguese (Brazil). */
export function languageName(tag: string, reader: string): string {
  try {
    const name = new Intl.DisplayNames([reader], { type: 'language' }).of(tag) ?? tag
    return name.charAt(0).toLocaleUpperCase(reader) + name.slice(1)
  } catch {
    return tag
  }
}

/** Languages that are offered first; any other can be written as a tag. */
export const offered: readonly string[] = ['pt-BR', 'es', 'en', 'ar', 'fr', 'de', 'it', 'zh', 'ja', 'hi']
