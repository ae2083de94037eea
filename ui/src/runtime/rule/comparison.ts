import { isDate } from './date'
import { double, quote } from './literal'
import type { Condition, Json, NameType, Operator } from './types'
import { RuleError } from './types'

// Twin of comparison.go and operator.go.

/** The test of one condition, after its guards. The right side is a constant or another expression. */
export interface Comparison {
  type: NameType
  expr: string
  op: Operator
  value?: Json
  other?: string
  otherType?: NameType
}

/** The type that a condition treats its field as. Only "any" changes. */
export function effective(field: NameType, c: Condition, other: NameType): NameType {
  if (field !== 'any') return field
  switch (c.operator) {
    case 'isEmpty':
    case 'notEmpty':
    case 'contains':
    case 'notContains':
      return 'any'
    case 'beginsWith':
    case 'endsWith':
      return 'text'
    case 'olderThan':
    case 'youngerThan':
      return 'date'
  }
  if (!c.valueField) return typeOfConstant(c.value)
  if (other === 'any' && c.operator !== '=' && c.operator !== '!=') return 'number'
  return other
}

function typeOfConstant(value: Json | undefined): NameType {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return isDateConstant(value) ? 'date' : 'text'
  return Array.isArray(value) && value.length > 0 ? typeOfConstant(value[0]) : 'any'
}

function isDateConstant(text: string): boolean {
  return text === 'today' || isDate(text)
}

/** The type that the other field must have for the condition to be true. */
export function otherType(t: Comparison): NameType {
  if (t.op === 'olderThan' || t.op === 'youngerThan') return 'number'
  if (t.type === 'choice' || t.type === 'choices') return 'text'
  if (t.type !== 'list' && t.type !== 'any') return t.type
  return t.otherType === 'choice' ? 'text' : (t.otherType ?? 'any')
}

/** Needs no guard: nothing missing or misshapen equals a constant of the right type. */
export function equalsConstant(t: Comparison): boolean {
  return t.op === '=' && !t.other && t.value !== 'today'
}

/** Writes the test. */
export function testParts(t: Comparison): string[] {
  switch (t.op) {
    case '=':
      return [`${t.expr} == ${right(t)}`]
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return [`${t.expr} ${t.op} ${right(t)}`]
    case 'in':
      return [among(t)]
    case 'notIn':
      return [`!(${among(t)})`]
    case 'between': {
      const [low, high] = members(t)
      return [`${t.expr} >= ${low}`, `${t.expr} <= ${high}`]
    }
    case 'contains':
      return [contains(t)]
    case 'notContains':
      return [`!(${contains(t)})`]
    case 'beginsWith':
      return [`${t.expr}.startsWith(${right(t)})`]
    case 'endsWith':
      return [`${t.expr}.endsWith(${right(t)})`]
    case 'olderThan':
      return [`years(${t.expr}, today) >= ${right(t)}`]
    case 'youngerThan':
      return [`years(${t.expr}, today) < ${right(t)}`]
  }
  throw new RuleError('rule.unknown_operator')
}

function right(t: Comparison): string {
  return t.other ?? constant(t, t.value)
}

function constant(t: Comparison, value: Json | undefined): string {
  if (typeof value === 'number') return double(value)
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') throw new RuleError('rule.bad_value')
  return t.type === 'date' && value === 'today' ? 'today' : quote(value)
}

function members(t: Comparison): string[] {
  if (!Array.isArray(t.value)) throw new RuleError('rule.bad_value')
  return t.value.map((member) => constant(t, member))
}

function among(t: Comparison): string {
  const options = members(t)
  if (t.type !== 'choices') return `${t.expr} in [${options.join(', ')}]`
  return `${t.expr}.exists(c, ${options.map((o) => `c == ${o}`).join(' || ')})`
}

function contains(t: Comparison): string {
  const value = right(t)
  let inText = `${t.expr}.contains(${value})`
  let inList = `${t.expr}.exists(c, c == ${value})`
  if (t.type === 'text') return inText
  if (t.type !== 'any') return inList
  inList = `type(${t.expr}) == list && ${inList}`
  inText = `type(${t.expr}) == string && ${inText}`
  if (t.other) inText = `type(${value}) == string && ${inText}`
  else if (typeof t.value !== 'string') return `(${inList})`
  return `(${inText} || ${inList})`
}
