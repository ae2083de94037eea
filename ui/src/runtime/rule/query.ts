import { effective, otherType } from './comparison'
import { isDate, years } from './date'
import { find, type Place } from './place'
import { type Condition, type Json, type JsonMap, type NameType, type Query, RuleError, type Scope } from './types'

// What emit.ts writes down as CEL, done at once: a query needs no engine. The corpus and the random rules hold it to what CEL says.

/** What a rule sees by name: answers, row, case, … and today. */
export type Variables = Record<string, Json>

/** What a test is done on: the variables, and the rows that loops stand at, outermost first. */
interface Sight {
  variables: Variables
  rows: Json[]
}

type Test = (sight: Sight) => boolean

/** Prepares a query. It throws RuleError when the query does not fit the scope; the test itself never fails. */
export function compileQuery(query: Query, scope: Scope): (variables: Variables) => boolean {
  const test = group(query, scope)
  return (variables) => test({ variables, rows: [] })
}

function group({ rules, combinator, not }: Query, scope: Scope): Test {
  const tests = rules.map((node) => ('rules' in node ? group(node, scope) : condition(node, scope)))
  const all: Test = combinator === 'or' ? (sight) => tests.some((test) => test(sight)) : (sight) => tests.every((test) => test(sight))
  return not ? (sight) => !all(sight) : all
}

/** One condition, inside a loop for each repeat that it looks into. */
function condition(c: Condition, scope: Scope): Test {
  const place = find(scope, c.field)
  const count = place.loops.length
  const isTurned = (c.match === 'every' || c.match === 'none') && count > 0
  const inRow = testOf(place, c, scope)
  let test: Test = c.match === 'every' && count > 0 ? (sight) => !inRow(sight) : inRow
  for (let i = count - 1; i >= 0; i--) test = someRow(reach(place, i, place.loops[i] ?? []), test)
  return isTurned ? (sight) => !test(sight) : test
}

function someRow(listOf: Reach, test: Test): Test {
  return (sight) => {
    const list = listOf(sight)
    return Array.isArray(list) && list.some((row) => test({ ...sight, rows: [...sight.rows, row] }))
  }
}

type Reach = (sight: Sight) => Json | undefined

const isMap = (value: Json | undefined): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Follows keys from the row of the nth loop, or from a variable before the first; undefined when the way ends. */
function reach({ base }: Place, loops: number, keys: readonly string[]): Reach {
  return ({ variables, rows }) => {
    let at: Json | undefined = loops === 0 ? variables[base] : rows[loops - 1]
    for (const key of keys) {
      if (!isMap(at) || !Object.hasOwn(at, key)) return undefined
      at = at[key]
    }
    return at
  }
}

const reachOf = (place: Place): Reach => reach(place, place.loops.length, place.keys)

function testOf(place: Place, c: Condition, scope: Scope): Test {
  const of = reachOf(place)
  if (c.operator === 'isEmpty') return (sight) => !fits('any', of(sight))
  if (c.operator === 'notEmpty') return (sight) => fits('any', of(sight))
  const other = c.valueField ? find(scope, c.valueField) : undefined
  const type = effective(place.type, c, other?.type ?? 'any')
  const compare = operation(type, c, Boolean(other))
  const right = other ? reachOf(other) : constant(type, c.value)
  const rightType = other && otherType({ type, expr: '', op: c.operator, other: c.valueField, otherType: other.type })
  return (sight) => {
    const [a, b] = [of(sight), right(sight)]
    if (a === undefined || b === undefined || (rightType && !fits(rightType, b))) return false
    return (isPlainEquality(c) || fits(type, a)) && compare(a, b, sight)
  }
}

/** Nothing missing or misshapen equals a constant of the right type. */
const isPlainEquality = (c: Condition): boolean => c.operator === '=' && !c.valueField && c.value !== 'today'

/** Whether a present value is filled and of its type. */
function fits(type: NameType, value: Json | undefined): boolean {
  if (value === undefined) return false
  if (type === 'number') return typeof value === 'number'
  if (type === 'bool') return typeof value === 'boolean'
  if (type === 'date') return isDate(value)
  if (type === 'text' || type === 'choice') return typeof value === 'string' && value !== ''
  if (type === 'choices' || type === 'list') return Array.isArray(value) && value.length > 0
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/** The right side that is written in the rule. */
function constant(type: NameType, value: Json | undefined): Reach {
  if (type === 'date' && value === 'today') return ({ variables }) => variables['today']
  if (Array.isArray(value) && type === 'date' && value.includes('today')) return ({ variables }) => value.map((v) => (v === 'today' ? variables['today']! : v))
  const fixed = wellFormed(value)
  return () => fixed
}

/** Half an emoji is what Go cannot hold; what cannot be written as a constant is refused. */
function wellFormed(value: Json | undefined): Json {
  if (typeof value === 'string') return value.replace(/[\ud800-\udfff]/gu, '\ufffd')
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (!Array.isArray(value)) throw new RuleError('rule.bad_value')
  return value.map(wellFormed)
}

type Compare = (a: Json, b: Json, sight: Sight) => boolean

function operation(type: NameType, { operator, value }: Condition, hasOther: boolean): Compare {
  const listed = operator === 'in' || operator === 'notIn' || operator === 'between'
  if (!hasOther && listed !== Array.isArray(value)) throw new RuleError('rule.bad_value')
  const compare = operations[operator]?.(type)
  if (!compare) throw new RuleError('rule.unknown_operator')
  return compare
}

const not = (compare: Compare): Compare => (a, b, sight) => !compare(a, b, sight)
const members = (value: Json): Json[] => (Array.isArray(value) ? value : [])
const has = (list: Json, value: Json): boolean => members(list).some((member) => same(member, value))

const among = (type: NameType): Compare => (type === 'choices' ? (a, b) => members(a).some((member) => has(b, member)) : (a, b) => has(b, a))

const contains = (type: NameType): Compare => (a, b) => {
  const inText = typeof a === 'string' && typeof b === 'string' && a.includes(b)
  if (type === 'text') return inText
  return (type === 'any' && inText) || has(a, b)
}

const age = (a: Json, { variables }: Sight): number => years(a as string, variables['today'] as string)

const operations: Partial<Record<Condition['operator'], (type: NameType) => Compare>> = {
  '=': () => same,
  '!=': () => not(same),
  '<': () => (a, b) => a! < b!,
  '<=': () => (a, b) => a! <= b!,
  '>': () => (a, b) => a! > b!,
  '>=': () => (a, b) => a! >= b!,
  in: among,
  notIn: (type) => not(among(type)),
  between: () => (a, b) => a! >= members(b)[0]! && a! <= members(b)[1]!,
  contains,
  notContains: (type) => not(contains(type)),
  beginsWith: () => (a, b) => (a as string).startsWith(b as string),
  endsWith: () => (a, b) => (a as string).endsWith(b as string),
  olderThan: () => (a, b, sight) => age(a, sight) >= (b as number),
  youngerThan: () => (a, b, sight) => age(a, sight) < (b as number),
}

/** Equality of CEL: by value, and of different types never. */
function same(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((member, i) => same(member, b[i]!))
  if (!isMap(a) || !isMap(b)) return a === b
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key]!, b[key]!))
}
