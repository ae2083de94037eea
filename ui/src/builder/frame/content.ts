import { createContext, useContext } from 'react'
import type { Text } from '../../fields/types'
import { textIn } from '../../i18n/text'

/** The language in which the texts of a definition are read and written here. */
export interface Content {
  locale: string
  setLocale: (locale: string) => void
  /** A text in that language, or in the next best. */
  read: (text: Text | undefined) => string
}

const Context = createContext<Content | undefined>(undefined)

export const ContentProvider = Context.Provider

/** The language of the texts, chosen in the head of the builder. */
export function useContent(): Content {
  const content = useContext(Context)
  if (!content) throw new Error('useContent outside of a builder')
  return content
}

/** The language to begin with: the reader's, where the definition has it. */
export const firstLocale = (locales: readonly string[], fallback: string, reader: string): string =>
  locales.find((l) => l === reader) ?? locales.find((l) => l.split('-')[0] === reader.split('-')[0]) ?? fallback

export const reader = (locale: string, fallback: string) => (text: Text | undefined): string => textIn(text, locale, fallback)
