import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { isTried } from '../api/sandbox'
import { type Formats, formats } from './format'
import type { TextKey } from './keys'
import { direction, isolated, type Locale } from './locale'
import { type Text, textIn } from './text'
import { type Params, type Texts, translate } from './translate'

export interface I18n extends Formats {
  locale: Locale
  /** The sentence of a key. */
  t: (key: TextKey, params?: Params) => string
  /** The sentence of a key that was put together at run time, if there is one. */
  find: (key: string, params?: Params) => string | undefined
  /** A tenant's text in the language of the page. */
  text: (text: Text | undefined) => string
  /** Loads another language and turns the page to it. */
  setLocale: (locale: Locale) => void
}

export function createI18n(locale: Locale, texts: Texts, fallback: string, setLocale: (l: Locale) => void): I18n {
  const find = (key: string, params?: Params): string | undefined => translate(texts, locale, key, params)
  return {
    ...formats(locale),
    locale,
    find,
    t: (key, params) => find(key, params) ?? key,
    text: (text) => isolated(textIn(text, locale, fallback), locale),
    setLocale,
  }
}

const Context = createContext<I18n | undefined>(undefined)

export function useI18n(): I18n {
  const i18n = useContext(Context)
  if (!i18n) throw new Error('useI18n outside of I18nProvider')
  return i18n
}

const memory = 'esteira.locale'

/** What is tried out in a frame is no choice of the reader's: it lasts as long as the window, and the frame shares it. */
const store = (): Storage => (isTried() ? sessionStorage : localStorage)

/** The language chosen before on this device. */
export function rememberedLocale(): string | null {
  try {
    return store().getItem(memory)
  } catch {
    return null
  }
}

/** The language in which the pages of a try-out in this window open from now on. */
export const speakInTryout = (locale: Locale): void => sessionStorage.setItem(memory, locale)

function remember(locale: Locale): void {
  try {
    store().setItem(memory, locale)
  } catch {
    // A browser without storage asks again next time.
  }
}

interface ProviderProps {
  initial: { locale: Locale; texts: Texts }
  load: (locale: Locale) => Promise<Texts>
  /** The tenant's language, for texts that do not exist in the reader's. */
  fallback: string
  onLocale?: (locale: Locale) => void
  children: ReactNode
}

export function I18nProvider({ initial, load, fallback, onLocale, children }: ProviderProps) {
  const [current, setCurrent] = useState(initial)
  const i18n = useMemo(() => {
    const setLocale = (locale: Locale): void => {
      remember(locale)
      load(locale).then((texts) => setCurrent({ locale, texts }), () => undefined)
    }
    return createI18n(current.locale, current.texts, fallback, setLocale)
  }, [current, load, fallback])
  // Ahead of the effects of the pages: what they ask in the new language has to be answered in it.
  useLayoutEffect(() => {
    document.documentElement.lang = current.locale
    document.documentElement.dir = direction(current.locale)
    onLocale?.(current.locale)
  }, [current.locale, onLocale])
  return <Context value={i18n}>{children}</Context>
}

interface MoreProps {
  /** Gives the sentences of one part of the app; the same function each time. */
  load: (locale: Locale) => Promise<Texts>
  /** Shown until they are there. */
  waiting: ReactNode
  children: ReactNode
}

/** Adds the sentences of a part of the app that is loaded late. */
export function MoreTexts({ load, waiting, children }: MoreProps) {
  const outer = useI18n()
  const [more, setMore] = useState<{ locale: Locale; texts: Texts }>()
  const { locale } = outer
  useEffect(() => {
    let isLate = false
    void load(locale).then((texts) => !isLate && setMore({ locale, texts }))
    return () => {
      isLate = true
    }
  }, [load, locale])
  const i18n = useMemo(() => {
    const find = (key: string, params?: Params): string | undefined => (more && translate(more.texts, more.locale, key, params)) ?? outer.find(key, params)
    return { ...outer, find, t: (key: TextKey, params?: Params) => find(key, params) ?? key }
  }, [outer, more])
  return more ? <Context value={i18n}>{children}</Context> : waiting
}
