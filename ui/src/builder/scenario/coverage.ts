import type { Schemas } from '../../api/client'
import type { Form, Rule } from '../../fields/types'
import { culpritOf } from '../document/settle'
import { isObject, type Json } from '../document/json'
import { tokens } from '../../runtime/pointer'
import { idOf, type Pipeline } from '../pipeline/types'

export type Coverage = Schemas['Coverage']

type Report = Schemas['ScenarioReport']

/** Counts of the same things, added up. */
function added<T>(lists: readonly (readonly T[])[], nameOf: (each: T) => string, add: (sum: T, each: T) => T): T[] {
  const sums = new Map<string, T>()
  for (const each of lists.flat()) {
    const sum = sums.get(nameOf(each))
    sums.set(nameOf(each), sum === undefined ? each : add(sum, each))
  }
  return [...sums.values()]
}

/** The reports of scenarios that were run one by one, as if they had been run together. */
export function together(reports: readonly Report[]): Report {
  const coverages = reports.map(({ coverage }) => coverage)
  return {
    results: reports.flatMap(({ results }) => results),
    coverage: {
      stages: added(coverages.map((c) => c.stages), (s) => s.key, (sum, s) => ({ ...sum, visits: sum.visits + s.visits })),
      transitions: added(coverages.map((c) => c.transitions), (t) => t.key, (sum, t) => ({ ...sum, taken: sum.taken + t.taken })),
      rules: added(coverages.map((c) => c.rules), (r) => `${r.kind} ${r.path}`, (sum, r) => ({ ...sum, true: sum.true + r.true, false: sum.false + r.false })),
    },
  }
}

/** A stage, transition or rule, and how far it was seen. */
export interface Seen {
  kind: 'stage' | 'transition' | 'rule'
  /** Which definition it is in. */
  of: 'pipeline' | 'form'
  /** What is selected to look at it. */
  id: string
  /** Of a rule: where it stands in its definition. */
  path?: string
  rule?: Rule
  state: 'seen' | 'never' | 'onlyTrue' | 'onlyFalse'
}

/** The value at a JSON Pointer; undefined where there is none. */
export function at(definition: object, pointer: string): Json {
  return tokens(pointer).reduce<Json>((value, key) => (Array.isArray(value) ? value[Number(key)] : isObject(value) ? value[key] : undefined), definition as Json)
}

const stateOf = (yes: number, no: number): Seen['state'] => (yes && no ? 'seen' : yes ? 'onlyTrue' : no ? 'onlyFalse' : 'never')

/** The rule of a path; a path may also lead to what holds the rule, such as a check. */
function ruleAt(definition: object, path: string): Rule | undefined {
  const value = at(definition, path)
  if (!isObject(value)) return undefined
  const rule = isObject(value.rule) ? value.rule : value
  return isObject(rule.query) || typeof rule.cel === 'string' ? (rule as Rule) : undefined
}

/** All that can be seen of a pipeline and its form, in the order in which it stands there. What a run never told of was never seen. */
export function seenOf(p: Pipeline, form: Form | undefined, coverage: Coverage): Seen[] {
  const visits = new Map(coverage.stages.map((s) => [s.key, s.visits]))
  const taken = new Map(coverage.transitions.map((t) => [t.key, t.taken]))
  const stages = p.stages.map((s): Seen => ({ kind: 'stage', of: 'pipeline', id: idOf('stages', s.key), state: visits.get(s.key) ? 'seen' : 'never' }))
  const transitions = p.transitions.map((t): Seen => ({ kind: 'transition', of: 'pipeline', id: idOf('transitions', t.key), state: taken.get(t.key) ? 'seen' : 'never' }))
  const rules = coverage.rules.flatMap((r): Seen[] => {
    const definition = r.kind === 'form' ? form : p
    if (!definition) return []
    return [{ kind: 'rule', of: r.kind, id: culpritOf(definition, r.path), path: r.path, rule: ruleAt(definition, r.path), state: stateOf(r.true, r.false) }]
  })
  return [...stages, ...transitions, ...rules]
}

/** How many of a kind were seen, and how many there are. */
export function countOf(seen: readonly Seen[], kind: Seen['kind']): { n: number; of: number } {
  const all = seen.filter((each) => each.kind === kind)
  return { n: all.filter((each) => each.state === 'seen').length, of: all.length }
}

/** What stages and transitions of the picture lack, by id: the worst of themselves and of the rules that stand at them. */
export function lacksOf(seen: readonly Seen[]): ReadonlyMap<string, Seen['state']> {
  const lacks = new Map<string, Seen['state']>()
  for (const { of, id, state } of seen) if (of === 'pipeline' && state !== 'seen' && lacks.get(id) !== 'never') lacks.set(id, state)
  return lacks
}
