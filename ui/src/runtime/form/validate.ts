import type { Field, Validation, Violation } from '../../fields/types'
import { blocks } from '../../fields/violation'
import type { Program } from '../rule'
import { isEmpty } from './clean'
import { holds, valueOf } from './resolve'
import { sees } from './state'
import type { CompiledCheck, Node, Place, State } from './types'

/**
 * What keeps the visible answers from being accepted, in the order of asking; the same as Validate of builder/form. A
 * place has one message at the most: that it is missing ("empty"), else that it cannot be, else that a rule of the
 * form ("validation", the message in params) does not hold; warnings come after errors.
 */
export function validate(state: State): Violation[] {
  return judge(state, () => true)
}

/** Validate of one page, by its key. */
export function validatePage(state: State, pageKey: string): Violation[] {
  const page = state.form.form.pages.findIndex((p) => p.key === pageKey)
  return page < 0 ? [] : judge(state, (node) => node?.page === page)
}

/** Validate of one field at one place, without the rules over the whole form. */
export function validatePlace(state: State, pointer: string): Violation[] {
  const place = state.byPointer.get(pointer)
  if (!place || !sees(state, place)) return []
  const found = new Findings()
  judgePlace(state, place, found)
  return found.list
}

/** Keeps one message per place: the first error, or else the first warning. */
class Findings {
  readonly list: Violation[] = []
  private readonly taken = new Map<string, number>()

  add(violation: Violation): void {
    const v: Violation = { ...violation, severity: violation.severity ?? 'error' }
    const at = this.taken.get(v.path)
    if (at === undefined) {
      this.taken.set(v.path, this.list.push(v) - 1)
    } else if (this.list[at]?.severity === 'warn' && v.severity === 'error') {
      this.list[at] = v
    }
  }
}

function judge(state: State, concerns: (node: Node | undefined) => boolean): Violation[] {
  const found = new Findings()
  for (const place of state.places) {
    if (concerns(place.node) && sees(state, place)) judgePlace(state, place, found)
  }
  for (const check of state.form.checks) {
    if (concerns(check.at)) judgeCheck(state, check, found)
  }
  return found.list
}

function judgePlace(state: State, place: Place, found: Findings): void {
  const { node, pointer } = place
  if (node.silent) return
  const value = valueOf(place)
  if (node.holds === 'once') {
    if (place.misshapen) found.add({ path: pointer, key: 'type' })
    return
  }
  if (isEmpty(value)) {
    if (place.required) found.add({ path: pointer, key: 'empty' })
    return
  }
  const wrong = typed(state, place, value)
  for (const v of wrong) found.add({ ...v, path: pointer + v.path })
  if (blocks(wrong)) return
  node.programs.validations.forEach((program, i) => {
    const validation = node.field.validations?.[i]
    if (validation) demand(state, { validation, program, pointer, rows: place.rows }, found)
  })
}

/** Asks the type of the field. */
function typed(state: State, { node, required }: Place, value: unknown): Violation[] {
  const field: Field = node.field.required === required ? node.field : { ...node.field, required }
  return node.type?.check(field, value, state.view.today) ?? []
}

/** A rule that must hold, at its place. */
interface Demand {
  validation: Validation
  program: Program
  pointer: string
  rows?: Record<string, unknown>[]
}

function demand(state: State, { validation, program, pointer, rows }: Demand, found: Findings): void {
  if (holds(state, program, { rows, failing: true })) return
  found.add({ path: pointer, key: 'validation', severity: validation.severity, params: { message: validation.message } })
}

function judgeCheck(state: State, { check, program, at }: CompiledCheck, found: Findings): void {
  if (at?.staff && (state.view.audience ?? 'applicant') === 'applicant') return
  const place = at && anchor(state, at)
  if (at && !place) return
  demand(state, { validation: check, program, pointer: place?.pointer ?? '' }, found)
}

/** The visible place that a message of a field stands at: of a field in rows, the outermost list. */
function anchor(state: State, node: Node): Place | undefined {
  let at = node
  while (at.rows.length > 0 && at.parent) at = at.parent
  return state.byNode[at.index]?.find((place) => sees(state, place))
}
