import type { Rule, Text } from '../../fields/types'

// The JSON shapes of builder/checklist.

export const itemKinds = ['form', 'document', 'signature', 'reading', 'payment', 'staffTask'] as const
export type ItemKind = (typeof itemKinds)[number]

/** The list that an applicant works through. */
export interface Checklist {
  $schema?: string
  key: string
  title: Text
  locales: string[]
  defaultLocale: string
  /** The addresses of translations whose source has changed since, by language. */
  outdated?: Record<string, string[]>
  items: Item[]
}

/** One line of it. */
export interface Item {
  key: string
  kind: ItemKind
  title: Text
  hint?: Text
  /** Above this item and those after it, until the next heading. */
  heading?: Text
  requiredWhen?: Rule
  /** Keys of the lines that must be done before. */
  after?: string[]
  /** Paths of the answers that it covers. */
  fields?: string[]
  /** ISO 8601, from the start of the case. */
  due?: string
}
