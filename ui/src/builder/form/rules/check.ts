import type { Form, Rule } from '../../../fields/types'
import { compileRule, RuleError } from '../../../runtime/rule'
import { cel } from '../../../runtime/rule/cel'
import { conditionsOf, pathsOf } from '../uses'
import { scopeFor } from './scope'

/** What is wrong with a rule of a node, as a key of the catalogue; undefined while it is well. */
export function faultOf(form: Form, id: string, rule: Rule): { key: string; params?: Record<string, string> } | undefined {
  const scope = scopeFor(form, id)
  try {
    compileRule(rule, scope, cel)
  } catch (error) {
    return { key: error instanceof RuleError ? error.key.replace('rule.', 'builder.rule.') : 'builder.rule.syntax' }
  }
  if (conditionsOf(rule).some(({ value }) => value === '' || (Array.isArray(value) && (value.length === 0 || value.includes(''))))) return { key: 'builder.rule.bad_value' }
  const known = new Set(scope.names.map((name) => name.key))
  const unknown = rule.cel === undefined ? undefined : pathsOf(rule).find((path) => path.startsWith('answers.') && !known.has(path.split('.')[1]!))
  return unknown ? { key: 'builder.rule.unknown', params: { name: unknown } } : undefined
}
