import type { Command } from '../document/draft'
import { textsOf, whereIs, withTexts, type Worded } from '../document/texts'
import { type Plan, stillOpen } from './exchange'
import type { Row } from './rows'

type Marks = Record<string, string[]>

/** A language that a definition can have. */
export const tagForm = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

/** Writes a text in a language; the letters of a word are one step. */
export const setText = <D extends Worded>(row: Row, locale: string, { value, name }: { value: string; name: string }): Command<D> => ({
  name: { key: 'translations.step.text', params: { name, locale } },
  place: `${row.address}/${locale}`,
  run: (whole) => {
    const paths = [row, ...row.twins].flatMap((spot) => [whereIs(whole, spot) ?? []]).filter((path) => path.length > 0)
    return { after: withTexts(whole, paths.map((path) => ({ path, locale, value: value === '' ? undefined : value }))) }
  },
})

/** Says of a translation whose source changed that it is right as it is. */
export const stillRight = <D extends Worded>({ address, twins }: Row, locale: string, name: string): Command<D> => ({
  name: { key: 'translations.step.right', params: { name, locale } },
  judges: true,
  run: (whole) => {
    const settled = new Set([address, ...twins.map((twin) => twin.address)])
    return { after: { ...whole, outdated: { ...whole.outdated, [locale]: (whole.outdated?.[locale] ?? []).filter((each) => !settled.has(each)) } } }
  },
})

/** Adds a language; its texts are missing until somebody writes them. */
export const addLocale = <D extends Worded>(locale: string): Command<D> => ({
  name: { key: 'translations.step.add', params: { locale } },
  run: (whole) => ({ after: whole.locales.includes(locale) ? whole : { ...whole, locales: [...whole.locales, locale] } }),
})

/** Takes a language away with all its texts. The first language stays. */
export const removeLocale = <D extends Worded>(locale: string): Command<D> => ({
  name: { key: 'translations.step.remove', params: { locale } },
  run: (whole) => {
    if (whole.defaultLocale === locale || !whole.locales.includes(locale)) return { after: whole }
    const without = withTexts(whole, textsOf(whole).map(({ path }) => ({ path, locale, value: undefined })))
    return { after: { ...without, locales: whole.locales.filter((each) => each !== locale) } }
  },
})

/** Makes a language the one that the others are translated from, and that readers of no other get. */
export const makeFirst = <D extends Worded>(locale: string): Command<D> => ({
  name: { key: 'translations.step.first', params: { locale } },
  run: (whole) => ({ after: whole.locales.includes(locale) && whole.defaultLocale !== locale ? { ...whole, defaultLocale: locale } : whole }),
})

/** Takes a translator's table over. What was translated from an older source is marked, all else that it says is not; what others wrote since the plan was made stays. */
export const takeOver = <D extends Worded>(plan: Plan): Command<D> => ({
  name: { key: 'translations.step.csv' },
  judges: true,
  run: (whole) => {
    const places = new Map(textsOf(whole).map((spot) => [spot.address, spot.path]))
    const marks: Record<string, Set<string>> = Object.fromEntries(whole.locales.map((l) => [l, new Set(whole.outdated?.[l])]))
    const sentences = stillOpen(whole, plan).changes.flatMap(({ row, locale, value, isOlder }) =>
      [row, ...row.twins].flatMap(({ address }) => {
        const path = places.get(address)
        if (!path) return []
        marks[locale]?.[isOlder ? 'add' : 'delete'](address)
        return [{ path, locale, value }]
      }),
    )
    const outdated: Marks = Object.fromEntries(Object.entries(marks).map(([l, list]) => [l, [...list]]))
    return { after: { ...withTexts(whole, sentences), outdated } }
  },
})
