import type { Files } from '../../fields/input'
import type { Form, Page } from '../../fields/types'
import { compileForm, createLook } from '../../runtime/form'
import { cel } from '../../runtime/rule/cel'
import { messageOf } from '../../runtime/messages'
import { type Answers, FormStore, type View } from '../../runtime/store'
import type { Schemas } from '../../api/client'
import type { I18n } from '../../i18n/I18n'
import type { Case } from '../query/cases'
import { fieldAt } from './form'

/** Everything is asked. For a form whose rules read fields that this member may not: the server decides anyway. */
const plainLook = (form: Form) => (): View => ({
  isVisible: () => true,
  isRequired: (path) => fieldAt(form, path)?.required === true,
  hasPage: () => true,
  computed: () => undefined,
})

function lookFor(form: Form, today: string, facts: Answers | undefined): (answers: Answers) => View {
  try {
    return createLook(compileForm(form, cel), { today, facts, audience: 'staff' })
  } catch {
    return plainLook(form)
  }
}

/** Today in the tenant's zone. */
const todayIn = (timeZone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date())

export const staffStore = (form: Form, file: Case, timeZone: string): FormStore =>
  new FormStore(file.answers, lookFor(form, file.today ?? todayIn(timeZone), file.facts))

/** The answers of one page that were changed, for the server. What is masked is sent only when it is typed anew. */
export const changesOf = (page: Page, before: Answers, answers: Answers): Record<string, unknown> =>
  Object.fromEntries(page.fields.filter((f) => answers[f.key] !== before[f.key]).map((f) => [f.key, answers[f.key] ?? null]))

/** What is wrong, by path, in words. */
export function problemsOf(violations: readonly Schemas['Violation'][], form: Form, answers: Answers, i18n: I18n): Map<string, string> {
  const blocking = violations.filter((v) => v.severity !== 'warn')
  return new Map(blocking.map((v) => [v.path, messageOf(v, fieldAt(form, v.path), answers[v.path.slice(1)], i18n)]))
}

/** Documents are judged in their own pane; staff pages take none. */
export const noFiles: Files = {
  known: () => undefined,
  upload: () => Promise.reject(new Error('no uploads here')),
  remove: () => Promise.reject(new Error('no uploads here')),
  link: () => Promise.reject(new Error('no uploads here')),
}
