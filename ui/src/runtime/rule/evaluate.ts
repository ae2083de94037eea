import { Environment } from '@marcbachmann/cel-js/evaluator'
import { emit } from './emit'
import { addFunctions } from './functions'
import { RuleError, type Data, type Json, type JsonMap, type Rule, type Scope } from './types'

/** A compiled rule. A query always has a verdict; CEL by hand may throw RuleError, which callers take as false. */
export interface Program {
  cel: string
  bool(data: Data): boolean
  value(data: Data): Json
}

let environment: Environment | undefined

/** Made at the first rule: a form without rules should not pay for it. */
function env(): Environment {
  environment ??= addFunctions(
    ['answers', 'previous', 'checks', 'case', 'row', 'parent', 'grandparent'].reduce(
      (e, name) => e.registerVariable(name, 'dyn'),
      new Environment({ homogeneousAggregateLiterals: false }).registerVariable('today', 'string'),
    ),
  )
  return environment
}

/** Prepares a rule to be evaluated. The server has checked it; what it would refuse throws RuleError here. */
export function compileRule(rule: Rule, scope: Scope): Program {
  const cel = rule.query ? emit(rule.query, scope) : (rule.cel ?? '')
  const run = attempt('rule.syntax', () => env().parse(cel))
  const evaluate = (data: Data): unknown => attempt('rule.failed', () => run(variables(data)) as unknown)
  return {
    cel,
    bool(data) {
      const verdict = evaluate(data)
      if (typeof verdict !== 'boolean') throw new RuleError('rule.result')
      return verdict
    },
    value: (data) => plain(evaluate(data)),
  }
}

function attempt<T>(key: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw new RuleError(key, cause)
  }
}

function variables({ root, rows = [], today }: Data): Record<string, unknown> {
  return {
    answers: root,
    previous: mapOrEmpty(root.previous),
    checks: mapOrEmpty(root.checks),
    case: mapOrEmpty(root.case),
    row: rows.at(-1) ?? {},
    parent: rows.at(-2) ?? {},
    grandparent: rows.at(-3) ?? {},
    today,
  }
}

function mapOrEmpty(value: Json | undefined): JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

/** Brings a result of CEL to what JSON can hold. */
function plain(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]))
  }
  throw new RuleError('rule.failed')
}
