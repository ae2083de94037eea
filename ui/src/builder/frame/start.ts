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
  /** Of a form: that others link to it. */
  section?: boolean
}

/** The names that something new begins with, in the language of its texts where we speak it. */
export interface StartNames {
  page: string
  begin: string
  end: string
  start: string
  save: string
  submit: string
}

/** A pipeline that a case can already go through: it is begun, filled in, and done when it is submitted. */
function startPipeline({ key, form }: Wish, names: StartNames, text: (s: string) => object): object {
  const stages = [
    { key: 'begin', name: text(names.begin), kind: 'applicant', applicant: text(names.begin), answers: 'open' },
    { key: 'end', name: text(names.end), kind: 'end', applicant: text(names.end), answers: 'closed', outcome: 'completed' },
  ]
  const transitions = [
    { key: 'start', from: '', to: 'begin', title: text(names.start), trigger: { verb: 'start' }, by: ['applicant', 'member'], policy: `pipeline/${key}` },
    { key: 'save', from: 'begin', to: 'begin', title: text(names.save), trigger: { verb: 'save' }, by: ['applicant'] },
    { key: 'submit', from: 'begin', to: 'end', title: text(names.submit), trigger: { verb: 'submit' }, by: ['applicant'], effects: [{ kind: 'freeze' }] },
  ]
  return { form, contact: { name: '', email: '' }, stages, transitions }
}

/** The least that the schema of a kind takes and that can be tried. */
export function startOf(kind: Kind, wish: Wish, names: StartNames): Record<string, unknown> {
  const { key, locales, defaultLocale } = wish
  const text = (s: string): Record<string, string> => ({ [defaultLocale]: s })
  const head = { key, title: text(wish.title), locales, defaultLocale }
  if (kind === 'form') return { ...head, ...(wish.section && { section: true }), pages: [{ id: newId(), key: 'page', title: text(names.page), fields: [] }] }
  if (kind === 'checklist') return { ...head, items: [] }
  return { ...head, ...startPipeline(wish, names, text) }
}
