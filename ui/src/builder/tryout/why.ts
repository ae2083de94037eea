import type { Condition, Form, Query, Rule } from '../../fields/types'
import { compileForm, createLook } from '../../runtime/form'
import { growTree, namesOf, scopeOf } from '../../runtime/form/node'
import { compileRule, type JsonMap } from '../../runtime/rule'
import { cel } from '../../runtime/rule/cel'
import { tokens } from '../../runtime/pointer'

/** One comparison of a rule on the answers as they are: what it looks at, and whether it holds. */
export interface Operand {
  condition: Condition
  value: unknown
  holds: boolean
}

/** A rule that concerns a field, and why it holds or does not. CEL by hand has no operands. */
export interface Verdict {
  role: 'page' | 'visibleWhen' | 'requiredWhen'
  rule: Rule
  holds: boolean
  operands: Operand[]
}

/** What the rules make of a field. */
export interface Why {
  isShown: boolean
  isRequired: boolean
  verdicts: Verdict[]
}

/** Answers of an applicant, with what rules may read beside them. */
export interface Given {
  answers: Record<string, unknown>
  facts: Record<string, unknown> | undefined
  today: string
}

const conditionsOf = (query: Query): Condition[] => query.rules.flatMap((node) => ('rules' in node ? conditionsOf(node) : [node]))

const valueAt = (root: JsonMap, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined), root)

/** Why a field that stands in no row is shown or hidden, owed or not; undefined where the form has none there. */
export function whyOf(form: Form, given: Given, pointer: string): Why | undefined {
  const { state, isVisible, isRequired } = createLook(compileForm(form, cel), { facts: given.facts, today: given.today, audience: 'applicant' })(given.answers)
  const place = state.byPointer.get(pointer)
  if (!place) return undefined
  const scope = scopeOf(namesOf(growTree(form)))
  const root = state.root as JsonMap
  const holds = (rule: Rule): boolean => {
    try {
      return compileRule(rule, scope, cel).bool({ root, today: given.today })
    } catch {
      return false // the same as where it counts: a rule that fails does not hold
    }
  }
  const operand = (condition: Condition): Operand => ({ condition, value: valueAt(root, condition.field), holds: holds({ query: { combinator: 'and', rules: [condition] } }) })
  const verdict = (role: Verdict['role'], rule: Rule | undefined): Verdict[] =>
    rule ? [{ role, rule, holds: holds(rule), operands: rule.query ? conditionsOf(rule.query).map(operand) : [] }] : []
  const { field, page } = place.node
  return {
    isShown: isVisible(pointer),
    isRequired: isRequired(pointer),
    verdicts: [...verdict('page', form.pages[page]?.visibleWhen), ...verdict('visibleWhen', field.visibleWhen), ...verdict('requiredWhen', field.requiredWhen)],
  }
}

/** The fields that can be asked about, by page: those that stand in no row. */
export function probed(form: Form): { page: Form['pages'][number]; pointers: string[] }[] {
  const { nodes } = growTree(form)
  return form.pages.map((page, i) => ({
    page,
    pointers: nodes.filter((n) => n.page === i && n.rows.length === 0 && !n.staff && n.parent?.holds !== 'rows').map((n) => `/${n.path.split('.').join('/')}`),
  })).filter(({ pointers }) => pointers.length > 0)
}

/** How steps and words name a field at a pointer. */
export const pathAt = (pointer: string): string => tokens(pointer).join('.')
