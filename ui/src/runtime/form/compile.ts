import type { Form, Rule } from '../../fields/types'
import { type Cel, compileRule, type Program } from '../rule'
import { growTree, namesOf, scopeOf, type Tree } from './node'
import { settleOrder } from './order'
import type { Compiled, CompiledCheck, Node } from './types'

/**
 * Makes a loaded form ready for use. Throws RuleError for a rule that publishing would have refused. Without the engine
 * for CEL, what is written in it counts as failed: nothing is shown, computed or refused by it, and the server decides.
 */
export function compileForm(form: Form, cel: Cel | undefined): Compiled {
  const tree = growTree(form)
  const names = namesOf(tree)
  const program = (rule: Rule | undefined, node?: Node): Program | undefined =>
    rule && compileRule(rule, scopeOf(names, node), cel)
  for (const node of tree.nodes) {
    const { visibleWhen, requiredWhen, formula, validations = [] } = node.field
    node.programs = {
      visible: program(visibleWhen, node),
      required: program(requiredWhen, node),
      formula: program(formula, node),
      validations: validations.map((v) => compileRule(v.rule, scopeOf(names, node), cel)),
    }
  }
  const pages = form.pages.map((page) => program(page.visibleWhen))
  return { ...tree, ...settleOrder(tree), pages, checks: compileChecks(tree, names, cel), reads: checksRead(form) }
}

/** Conditions and CEL name the result of a check alike. */
const checksRead = (form: Form): string[] =>
  [...new Set([...JSON.stringify(form).matchAll(/\bchecks\.([a-z][a-z0-9_]*)\.result\b/g)].map((found) => found[1]!))]

function compileChecks(tree: Tree, names: ReturnType<typeof namesOf>, cel: Cel | undefined): CompiledCheck[] {
  return (tree.form.validations ?? []).map((check) => ({
    check,
    program: compileRule(check.rule, scopeOf(names), cel),
    at: tree.byPath.get(check.field),
  }))
}
