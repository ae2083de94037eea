import type { Field, Form, Page } from '../../fields/types'
import { loadForm } from '../../runtime/form'
import type { Case } from '../query/cases'

const nothing: Form = { key: '', title: {}, locales: [], defaultLocale: 'en', pages: [] }

/** The form of a case, as far as this member may read it. */
export function formOf(file: Case): Form {
  try {
    return loadForm(file.form)
  } catch {
    return nothing
  }
}

export const staffPages = (form: Form): Page[] => form.pages.filter((p) => p.staffOnly && p.fields.length > 0)

const isIndex = (token: string): boolean => /^\d+$/.test(token)

/** The field at a JSON Pointer; the index of a repeat's row is passed over. */
export function fieldAt(form: Form, pointer: string): Field | undefined {
  let fields: readonly Field[] = form.pages.flatMap((p) => p.fields)
  let found: Field | undefined
  for (const token of pointer.split('/').slice(1)) {
    if (found && isIndex(token)) continue
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    found = fields.find((f) => f.key === key)
    fields = found?.fields ?? []
  }
  return found
}

/** The row of a repeat that a pointer is in, counted from one. */
export const rowOf = (pointer: string): number | undefined => {
  const index = pointer.split('/').find(isIndex)
  return index === undefined ? undefined : Number(index) + 1
}
