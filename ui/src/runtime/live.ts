import type { Field, Form, Violation } from '../fields/types'
import { compileForm, createLook, loadForm, validate, validatePage } from './form'
import { topKey, tokens } from './pointer'
import type { Cel } from './rule'
import type { Answers, View } from './store'

/** A form made ready to be filled. */
export interface LiveForm {
  form: Form
  look: (answers: Answers) => View
  /** What is wrong, on one page or on all. */
  validate: (answers: Answers, page?: string) => Violation[]
  /** The field at a JSON Pointer; the parts of an answer belong to their field. */
  fieldAt: (path: string) => Field | undefined
  /** Takes what else the rules read, as it is by now; says whether it is other than it was. */
  learn: (facts: Answers | undefined) => boolean
  /** Whether rules are written in CEL, which needs its engine. */
  hasCel: boolean
  /** Takes the engine; what is in CEL counts as failed before. */
  takeCel: (cel: Cel) => void
  /** The key of the page that asks for a top-level field. */
  pageOf: (key: string) => string
}

function find(fields: readonly Field[], way: readonly string[]): Field | undefined {
  const [key, ...rest] = way
  const field = fields.find((f) => f.key === key)
  if (!field?.fields) return field
  const inner = field.type === 'repeat' ? rest.slice(1) : rest
  return inner.length > 0 ? (find(field.fields, inner) ?? field) : field
}

/** What the rules of a form work with beside the answers. */
interface Around {
  facts: Answers | undefined
  today: string | undefined
  cel: Cel | undefined
}

/** Takes a form as the server sends it. */
export function liveForm(wire: unknown, { facts, today = new Date().toISOString().slice(0, 10), cel }: Around): LiveForm {
  const form = loadForm(wire)
  const around = { facts, today, audience: 'applicant' as const }
  let inner = createLook(compileForm(form, cel), around)
  const look = (answers: Answers) => inner(answers)
  const fields = form.pages.flatMap((p) => p.fields)
  const pages = new Map(form.pages.flatMap((p) => p.fields.map((f) => [f.key, p.key] as const)))
  return {
    form,
    look,
    hasCel: /"cel":/.test(JSON.stringify(form)),
    takeCel(engine) {
      inner = createLook(compileForm(form, engine), around)
    },
    validate(answers, page) {
      const { state } = look(answers)
      return page === undefined ? validate(state) : validatePage(state, page)
    },
    learn(next) {
      if (JSON.stringify(next) === JSON.stringify(around.facts)) return false
      around.facts = next
      return true
    },
    fieldAt: (path) => find(fields, tokens(path)),
    pageOf: (key) => pages.get(topKey(`/${key}`)) ?? form.pages[0]?.key ?? '',
  }
}
