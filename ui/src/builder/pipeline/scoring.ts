import type { Form, Rule, Text } from '../../fields/types'
import { growTree, namesOf } from '../../runtime/form/node'
import { compileRule, type Json as RuleJson, type JsonMap, type Scope } from '../../runtime/rule'
import { cel } from '../../runtime/rule/cel'
import type { FirstWord } from '../frame/firstWords'
import { pathsOf } from '../form/uses'
import type { Names } from './names'
import type { Band, Score } from './types'

/** A score to begin with: one row and two bands. */
export const newScore = (wording: (word: FirstWord) => Text): Score => ({
  key: 'score',
  title: wording('score'),
  rows: [{ key: 'row', label: wording('row'), points: 10 }],
  bands: [{ key: 'low', label: wording('low') }, { key: 'high', label: wording('high'), from: 10 }],
})

/** The least and the largest sum that the rows can give, apart from what they say; Range of builder/pipeline/score.go. */
export function rangeOf(score: Score): { low: number; high: number } {
  let [low, high] = [0, 0]
  for (const { when, points } of score.rows) {
    low += when ? Math.min(0, points) : points
    high += when ? Math.max(0, points) : points
  }
  return { low, high }
}

/** The band that a sum falls into; BandOf of builder/pipeline/score.go. */
export function bandOf({ bands }: Score, sum: number): Band | undefined {
  let found: Band | undefined
  for (const band of bands) {
    if (band.from !== undefined && band.from > sum) break
    found = band
  }
  return found
}

/** Whether a band begins above the one before it, as all but the first must. */
export const isInOrder = (bands: readonly Band[], index: number): boolean =>
  index === 0 || (bands[index]!.from !== undefined && (bands[index - 1]!.from === undefined || bands[index]!.from! > bands[index - 1]!.from!))

/** The paths that the rows read, each once, in their order; those of CEL without "answers.". */
export const readBy = (score: Score): string[] =>
  [...new Set(score.rows.flatMap((row) => (row.when ? pathsOf(row.when) : [])).map((path) => path.replace(/^answers\./, '')))]

/** What the rules of a pipeline see: the answers of its form, and what it knows of a case itself. */
export function scopeOfPipeline(form: Form | undefined, names: Names): Scope {
  const answers = form ? namesOf(growTree(form)) : []
  const keyed = (path: string, { type, options }: Names[number]): Scope['names'][number] => {
    const [key = '', ...rest] = path.split('.')
    return rest.length > 0 ? { key, type: 'group', members: [keyed(rest.join('.'), { type, options } as Names[number])] } : { key, type, options: options?.map((o) => o.value) }
  }
  const under = (root: 'checks' | 'case') => names.filter((n) => n.path.startsWith(`${root}.`)).map((n) => keyed(n.path.slice(root.length + 1), n))
  return {
    names: [...answers, { key: 'previous', type: 'group', members: answers }, { key: 'checks', type: 'group', members: under('checks') }, { key: 'case', type: 'group', members: under('case') }],
  }
}

/** A reckoning on sample answers: what each row gives, and the sum. */
export interface Reckoning {
  points: number[]
  sum: number
  /** Indexes of rows whose rule could not be answered. */
  unknown: number[]
}

/** Sample answers by path as the nested data that rules read. */
export function nested(samples: Readonly<Record<string, RuleJson>>): JsonMap {
  const root: JsonMap = { previous: {}, checks: {}, case: {} }
  for (const [path, value] of Object.entries(samples)) {
    const keys = path.split('.')
    let at = root
    for (const key of keys.slice(0, -1)) at = (at[key] ??= {}) as JsonMap
    at[keys.at(-1)!] = value
  }
  return root
}

/** Adds up a score on sample answers, as the engine does. */
export function reckon(score: Score, scope: Scope, samples: Readonly<Record<string, RuleJson>>): Reckoning {
  const data = { root: nested(samples), today: new Date().toISOString().slice(0, 10) }
  const unknown: number[] = []
  const points = score.rows.map((row, i) => {
    if (!row.when) return row.points
    const held = holds(row.when, scope, data)
    if (held === undefined) unknown.push(i)
    return held ? row.points : 0
  })
  return { points, sum: points.reduce((a, b) => a + b, 0), unknown }
}

function holds(rule: Rule, scope: Scope, data: { root: JsonMap; today: string }): boolean | undefined {
  try {
    return compileRule(rule as Parameters<typeof compileRule>[0], scope, cel).bool(data)
  } catch {
    return undefined
  }
}
