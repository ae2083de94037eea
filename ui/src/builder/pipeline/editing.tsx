import { createContext, useContext, useMemo } from 'react'
import { type I18n, useI18n } from '../../i18n/I18n'
import { useContent } from '../frame/content'
import type { Readable } from '../form/rules/scope'
import type { Names } from './names'

/** What every field of a panel knows: which language is written, and what rules may read. */
export interface Editing {
  locales: readonly string[]
  /** The language that texts are written in, chosen in the head of the builder. */
  locale: string
  names: Names
  /** The same, for conditions that are written. */
  readables: readonly Readable[]
}

const Context = createContext<Editing | undefined>(undefined)

export const EditingProvider = Context.Provider

export function useEditing(): Editing {
  const editing = useContext(Context)
  if (!editing) throw new Error('useEditing outside of an editor')
  return editing
}

/** What an editor gives to its fields. */
export function useNewEditing(locales: readonly string[], names: Names, readables: readonly Readable[]): Editing {
  const { locale } = useContent()
  return useMemo(() => ({ locales, locale, names, readables }), [locales, locale, names, readables])
}

/** Our own words in the reader's language, and the definition's texts in the one that is written. */
export function useSpeech(): I18n {
  const i18n = useI18n()
  const { read } = useContent()
  return useMemo(() => ({ ...i18n, text: read }), [i18n, read])
}
