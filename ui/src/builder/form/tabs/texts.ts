import { produce } from 'immer'
import type { Form, Text } from '../../../fields/types'
import { forTexts, type FormCommand } from '../commands'
import { isLocked } from '../section'
import { find } from '../tree'
import { fromCsv, toCsv } from './csv'

/** One text of a form, and where it stands. */
export interface TextRow {
  node: string
  path: string[]
  text: Text
}

export const rowKey = ({ node, path }: Pick<TextRow, 'node' | 'path'>): string => [node, ...path].join('/')

/** Every text that says something in some language, or should. */
export function textRows(form: Form): TextRow[] {
  const rows: TextRow[] = []
  forTexts(form, (text, { node, path }) => rows.push({ node, path, text }))
  return rows
}

export const isMissing = (text: Text, locale: string): boolean => !text[locale]?.trim()

/** How many texts a language has, from 0 to 100. */
export function completeness(rows: readonly TextRow[], locale: string): number {
  const written = rows.filter(({ text }) => !isMissing(text, locale)).length
  return rows.length === 0 ? 100 : Math.floor((100 * written) / rows.length)
}

/** All texts as a table for a translator. */
export function textsToCsv(form: Form): string {
  const nameOf = (id: string): string => find(form, id)?.node.key ?? form.key
  const rows = textRows(form).filter(({ node }) => !isLocked(form, node)).map((row) => [rowKey(row), nameOf(row.node), ...form.locales.map((l) => row.text[l] ?? '')])
  return toCsv([['id', 'key', ...form.locales], ...rows])
}

/** What a translated table changes, and how many texts; undefined for what is no such table. */
export function textsFromCsv(form: Form, csv: string): { command: FormCommand; count: number } | undefined {
  const [head, ...lines] = fromCsv(csv)
  if (head?.[0] !== 'id') return undefined
  const columns = head.map((name, i) => [name, i] as const).filter(([name]) => form.locales.includes(name))
  const byId = new Map(lines.map((line) => [line[0] ?? '', line]))
  let count = 0
  const after = produce(form, (draft) =>
    forTexts(draft, (text, place) => {
      if (isLocked(form, place.node)) return
      const line = byId.get(rowKey(place))
      for (const [locale, i] of columns) {
        const next = line?.[i]
        if (next === undefined || next === '' || next === text[locale]) continue
        text[locale] = next
        count++
      }
    }),
  )
  return { command: { name: { key: 'builder.step.csv' }, run: () => ({ after }) }, count }
}
