import { effective, equalsConstant, otherType, testParts, type Comparison } from './comparison'
import { quote } from './literal'
import { find, type Place } from './place'
import type { Condition, NameType, Query, Scope } from './types'

// Twin of emit.go: the same text, letter by letter. schemas/testdata/rules holds both to it.

/** Writes the CEL of a query. It throws RuleError when the query does not fit the scope. */
export function emit(query: Query, scope: Scope): string {
  const members = query.rules.map((node) => ('rules' in node ? emit(node, scope) : condition(node, scope)))
  const text = joined(members, query.combinator)
  return query.not ? `!(${text})` : text
}

function joined(members: string[], combinator: 'and' | 'or'): string {
  if (members.length === 0) return combinator === 'or' ? 'false' : 'true'
  if (members.length === 1) return members.join('')
  return members.map(wrap).join(combinator === 'or' ? ' || ' : ' && ')
}

/** Too many parentheses never hurt: a long chain without them would be nested as deep as it is long. */
function wrap(text: string): string {
  return text.includes(' && ') || text.includes(' || ') ? `(${text})` : text
}

/** One condition: guards, then the test, inside one exists per repeat. */
function condition(c: Condition, scope: Scope): string {
  const place = find(scope, c.field)
  const loops = place.loops.length
  let text = inRow(place, c, scope)
  if (c.match === 'every' && loops > 0) text = `!(${text})`
  for (let i = loops - 1; i >= 0; i--) {
    const { guards, expr } = reach(rowOf(place, i), place.loops[i] ?? [])
    text = [...guards, `type(${expr}) == list`, `${expr}.exists(${loopVar(i + 1)}, ${text})`].join(' && ')
  }
  return (c.match === 'every' || c.match === 'none') && loops > 0 ? `!(${text})` : text
}

function loopVar(n: number): string {
  return `r${n}`
}

function rowOf(place: Place, n: number): string {
  return n === 0 ? place.base : loopVar(n)
}

function inRow(place: Place, c: Condition, scope: Scope): string {
  const { guards, expr } = reach(rowOf(place, place.loops.length), place.keys)
  if (c.operator === 'isEmpty') return `!(${[...guards, ...valid('any', expr)].join(' && ')})`
  if (c.operator === 'notEmpty') return [...guards, ...valid('any', expr)].join(' && ')
  const other = c.valueField ? find(scope, c.valueField) : undefined
  const t: Comparison = { type: effective(place.type, c, other?.type ?? 'any'), expr, op: c.operator }
  const parts = [...guards]
  if (!other) t.value = c.value ?? null
  else t.otherType = other.type
  const far = other && reach(rowOf(other, other.loops.length), other.keys)
  t.other = far?.expr
  if (!equalsConstant(t)) parts.push(...valid(t.type, expr))
  if (far) parts.push(...far.guards, ...valid(otherType(t), far.expr))
  return [...new Set([...parts, ...testParts(t)])].join(' && ')
}

function reach(base: string, keys: string[]): { guards: string[]; expr: string } {
  const guards = /^r[0-9]/.test(base) ? [`type(${base}) == map`] : []
  let expr = base
  let dotted = true // has() takes nothing but names and dots here
  keys.forEach((key, i) => {
    const at = selectable(key) ? `${expr}.${key}` : `${expr}[${quote(key)}]`
    dotted &&= selectable(key)
    guards.push(dotted ? `has(${at})` : `${quote(key)} in ${expr}`)
    expr = at
    if (i < keys.length - 1) guards.push(`type(${expr}) == map`)
  })
  return { guards, expr }
}

function selectable(key: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && !['in', 'true', 'false', 'null'].includes(key)
}

/** The guards that a present value is filled and of its type. */
function valid(type: NameType, expr: string): string[] {
  switch (type) {
    case 'number':
      return [`type(${expr}) == double`]
    case 'bool':
      return [`type(${expr}) == bool`]
    case 'date':
      return [`isDate(${expr})`]
    case 'text':
    case 'choice':
      return [`type(${expr}) == string`, `${expr} != ""`]
    case 'choices':
    case 'list':
      return [`type(${expr}) == list`, `${expr} != []`]
  }
  return [`${expr} != null`, `${expr} != ""`, `${expr} != []`]
}
