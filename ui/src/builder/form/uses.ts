import type { Condition, Field, Form, Page, Query, Rule } from '../../fields/types'
import { carryCel } from './cel'
import { walk } from './tree'

/** A rule and whose it is. */
export interface RuleUse {
  /** Id of the page or field; "" for the form's own. */
  node: string
  /** What the rule is for. */
  role: 'visibleWhen' | 'requiredWhen' | 'formula' | 'validation' | 'check'
  /** Among several of one role. */
  index: number
  rule: Rule
}

/** Every rule of a form. */
export function rulesOf(form: Form): RuleUse[] {
  const uses: RuleUse[] = []
  const add = (node: string, role: RuleUse['role'], rule: Rule | undefined, index = 0): void => {
    if (rule) uses.push({ node, role, index, rule })
  }
  walk(form, ({ node }) => {
    add(node.id, 'visibleWhen', node.visibleWhen)
    if (!('type' in node)) return
    add(node.id, 'requiredWhen', node.requiredWhen)
    add(node.id, 'formula', node.formula)
    node.validations?.forEach((v, i) => add(node.id, 'validation', v.rule, i))
  })
  form.validations?.forEach((v, i) => add('', 'check', v.rule, i))
  return uses
}

const isQuery = (node: Query | Condition): node is Query => 'rules' in node

/** Every condition of a rule, at any depth. */
export function conditionsOf(rule: Rule): Condition[] {
  const all = (node: Query | Condition): Condition[] => (isQuery(node) ? node.rules.flatMap(all) : [node])
  return rule.query ? all(rule.query) : []
}

/** The paths that a rule reads. Of CEL those that are found as words: enough to say where a field may be used. */
export function pathsOf(rule: Rule): string[] {
  if (rule.cel !== undefined) return celWords(rule.cel)
  return conditionsOf(rule).flatMap((c) => (c.valueField ? [c.field, c.valueField] : [c.field]))
}

const string = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g

function celWords(cel: string): string[] {
  return cel.replace(string, '""').match(/[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/g) ?? []
}

/** Whether a path is a place or lies inside it. */
export const isWithin = (path: string, place: string): boolean =>
  path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[]`)

/** The rules that read a field or what is in it. */
export function usesOf(form: Form, path: string): RuleUse[] {
  return rulesOf(form).filter(({ rule }) =>
    rule.cel === undefined
      ? pathsOf(rule).some((each) => isWithin(each, path))
      : pathsOf(rule).some((each) => each.split('.').includes(path.replace(/\[\]/g, '').split('.').at(-1) ?? '')),
  )
}

/** Makes the conditions of a form, which may be changed in place, name what renamed gives for each path. */
export function mapPaths(form: Form, renamed: (path: string) => string): void {
  for (const { rule } of rulesOf(form)) {
    for (const condition of conditionsOf(rule)) {
      condition.field = renamed(condition.field)
      if (condition.valueField !== undefined) condition.valueField = renamed(condition.valueField)
    }
  }
  for (const check of form.validations ?? []) check.field = renamed(check.field)
}

/** Makes the rules of a form, which may be changed in place, name a place that has moved. */
export const renamePaths = (form: Form, from: string, to: string): void => renameAll(form, new Map([[from, to]]))

/** Makes the rules of a form, which may be changed in place, name places that have moved, all at once: two may have changed their names. */
export function renameAll(form: Form, moved: ReadonlyMap<string, string>): void {
  if (moved.size === 0) return
  const longest = [...moved].sort(([a], [b]) => b.length - a.length)
  const now = (path: string): string => {
    if (path.startsWith('previous.')) return `previous.${now(path.slice('previous.'.length))}`
    const [from = '', to = ''] = longest.find(([place]) => isWithin(path, place)) ?? []
    return to + path.slice(from.length)
  }
  mapPaths(form, now)
  walk(form, ({ node, above }) => {
    const rows = repeatsOf(above)
    for (const rule of ownRules(node)) if (rule.cel !== undefined) rule.cel = carryCel(rule.cel, { rows, move: now })
  })
  for (const { rule } of form.validations ?? []) if (rule.cel !== undefined) rule.cel = carryCel(rule.cel, { rows: [], move: now })
}

/** The repeats of those that stand around a field, outermost first, as rules name them. */
function repeatsOf(above: readonly (Page | Field)[]): string[] {
  let place = ''
  return above.flatMap((node) => {
    if (!('type' in node)) return []
    const path = place === '' ? node.key : `${place}.${node.key}`
    place = node.type === 'repeat' ? `${path}[]` : path
    return node.type === 'repeat' ? [path] : []
  })
}

/** The rules of a page or field; not of what is in it. */
export function ownRules(node: Page | Field): Rule[] {
  const rules = 'type' in node ? [node.visibleWhen, node.requiredWhen, node.formula, ...(node.validations ?? []).map((v) => v.rule)] : [node.visibleWhen]
  return rules.filter((rule) => rule !== undefined)
}
