import type { Form } from '../fields/types'
import { loadForm } from './form/load'
import { valueAt } from './pointer'
import type { Answers, View } from './store'

const given = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

/**
 * A form as a document that is signed: exactly the answers that are in it, whatever rules would say today. It needs no
 * rule engine.
 */
export function signedForm(wire: unknown, answers: Answers): { form: Form; view: View } {
  const form = loadForm(wire)
  const pages = new Set(form.pages.filter((p) => p.fields.some((f) => given(answers[f.key]))).map((p) => p.key))
  return {
    form,
    view: {
      isVisible: (path) => given(valueAt(answers, path)),
      isRequired: () => false,
      hasPage: (key) => pages.has(key),
      computed: () => undefined,
    },
  }
}
