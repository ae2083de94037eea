import { newId } from '../document/id'
import type { Kind } from './server'

/** What a person says of something new. */
export interface Wish {
  key: string
  title: string
  locales: string[]
  defaultLocale: string
  /** Of a pipeline: the form that its applicants fill. */
  form: string
}

/** The names that something new begins with, in the language of its texts where we speak it. */
export interface StartNames {
  page: string
  begin: string
  end: string
}

const startStages = (text: (s: string) => object, names: StartNames): object[] => [
  { key: 'begin', name: text(names.begin), kind: 'applicant', applicant: text(names.begin), answers: 'open' },
  { key: 'end', name: text(names.end), kind: 'end', applicant: text(names.end), answers: 'closed' },
]

/** The least that the schema of a kind takes. */
export function startOf(kind: Kind, wish: Wish, names: StartNames): Record<string, unknown> {
  const { key, locales, defaultLocale } = wish
  const text = (s: string): Record<string, string> => ({ [defaultLocale]: s })
  const head = { key, title: text(wish.title), locales, defaultLocale }
  if (kind === 'form') return { ...head, pages: [{ id: newId(), key: 'page', title: text(names.page), fields: [] }] }
  if (kind === 'checklist') return { ...head, items: [] }
  return { ...head, form: wish.form, contact: { name: '', email: '' }, stages: startStages(text, names), transitions: [] }
}
