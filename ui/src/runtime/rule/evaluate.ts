import type { Cel } from './cel'
import { compileQuery, type Variables } from './query'
import { RuleError, type Data, type Json, type JsonMap, type Rule, type Scope } from './types'

/** A compiled rule. A query always has a verdict; CEL by hand may throw RuleError, which callers take as false. */
export interface Program {
  bool(data: Data): boolean
  value(data: Data): Json
}

/**
 * Prepares a rule to be evaluated. The server has checked it; what it would refuse throws RuleError here. Without the
 * engine, CEL by hand is taken, and fails when it is evaluated.
 */
export function compileRule(rule: Rule, scope: Scope, cel: Cel | undefined): Program {
  const run = rule.query ? compileQuery(rule.query, scope) : attempt('rule.syntax', () => (cel ?? absent)(rule.cel ?? ''))
  const evaluate = (data: Data): unknown => attempt('rule.failed', () => run(variables(data)))
  return {
    bool(data) {
      const verdict = evaluate(data)
      if (typeof verdict !== 'boolean') throw new RuleError('rule.result')
      return verdict
    },
    value: (data) => plain(evaluate(data)),
  }
}

const absent: Cel = () => () => {
  throw new RuleError('rule.failed')
}

function attempt<T>(key: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw cause instanceof RuleError ? cause : new RuleError(key, cause)
  }
}

function variables({ root, rows = [], today }: Data): Variables {
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
