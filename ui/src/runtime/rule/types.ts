// The shapes of builder/rule, as the server sends them.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonMap = { [key: string]: Json }

export type Operator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'notIn'
  | 'between'
  | 'contains'
  | 'notContains'
  | 'beginsWith'
  | 'endsWith'
  | 'isEmpty'
  | 'notEmpty'
  | 'olderThan'
  | 'youngerThan'

/** Compares one field with a value or with another field. A missing value makes it false, except for isEmpty. */
export interface Condition {
  field: string
  operator: Operator
  value?: Json
  valueField?: string
  match?: 'some' | 'every' | 'none'
}

/** A group of conditions and of smaller groups. An empty "and" is true, an empty "or" is false. */
export interface Query {
  combinator: 'and' | 'or'
  not?: boolean
  rules: (Query | Condition)[]
}

/** A condition or a formula: a query, or CEL written by hand. Exactly one of the two is set. */
export interface Rule {
  query?: Query
  cel?: string
}

export type NameType = 'text' | 'number' | 'bool' | 'date' | 'choice' | 'choices' | 'list' | 'group' | 'repeat' | 'any'

/** One name that a rule may use. */
export interface Name {
  key: string
  type: NameType
  options?: string[]
  members?: Name[]
}

/** What a rule can see. rows are the repeats that it stands in, outermost first. */
export interface Scope {
  names: Name[]
  rows?: string[]
}

/** What a rule is evaluated on: answers, with previous, checks and case beside them. */
export interface Data {
  root: JsonMap
  rows?: JsonMap[]
  today: string
}

/** A rule that cannot be compiled, or CEL by hand that failed on this data. The key is a message key. */
export class RuleError extends Error {
  readonly key: string

  constructor(key: string, cause?: unknown) {
    super(key, { cause })
    this.name = 'RuleError'
    this.key = key
  }
}
