// The JSON shapes of builder/field, builder/form and builder/rule, and what makes a kind of field in the browser.

/** A sentence in several languages, by BCP 47 tag. */
export type Text = Record<string, string>

/** A condition or a formula: a query, or CEL written by hand. One of the two is set. */
export interface Rule {
  query?: Query
  cel?: string
}

/** A group of conditions and smaller groups. */
export interface Query {
  combinator: 'and' | 'or'
  not?: boolean
  rules: (Query | Condition)[]
}

/** Compares one field with a value or with another field. */
export interface Condition {
  field: string
  operator: Operator
  value?: RuleValue
  valueField?: string
  match?: 'some' | 'every' | 'none'
}

export type RuleValue = string | number | boolean | (string | number | boolean)[]

export type Operator =
  | '=' | '!=' | '<' | '<=' | '>' | '>='
  | 'in' | 'notIn' | 'between' | 'contains' | 'notContains' | 'beginsWith' | 'endsWith'
  | 'isEmpty' | 'notEmpty' | 'olderThan' | 'youngerThan'

/** How rules see an answer. */
export type RuleType =
  | 'text' | 'number' | 'bool' | 'date' | 'choice' | 'choices' | 'list' | 'group' | 'repeat' | 'any'

/** One name that a rule may use. */
export interface RuleName {
  key: string
  type: RuleType
  options?: string[]
  members?: RuleName[]
}

export interface Option {
  value: string
  label: Text
}

export type Severity = 'error' | 'warn'

/** A rule with the message shown when it is false. */
export interface Validation {
  rule: Rule
  message: Text
  severity?: Severity
}

/** One question of a form. */
export interface Field {
  id: string
  key: string
  type: string
  label?: Text
  hint?: Text
  help?: Text
  content?: Text
  required?: boolean
  requiredWhen?: Rule
  visibleWhen?: Rule
  validations?: Validation[]
  formula?: Rule
  options?: Option[]
  fields?: Field[]
  /** Of a group or a repeat: key of the section that the fields are a copy of. */
  section?: string
  config?: Record<string, unknown>
  group?: string
  staffOnly?: boolean
  indexed?: boolean
  masked?: boolean
  autocomplete?: string
  purpose?: string
}

/** One screen. */
export interface Page {
  id: string
  key: string
  title: Text
  description?: Text
  visibleWhen?: Rule
  staffOnly?: boolean
  fields: Field[]
}

/** A rule over the whole form, pinned to the field that its message stands at. */
export interface FormCheck extends Validation {
  field: string
}

/** A form definition. */
export interface Form {
  $schema?: string
  key: string
  title: Text
  description?: Text
  locales: string[]
  defaultLocale: string
  /** A part that other forms link to. */
  section?: boolean
  /** The addresses of translations whose source has changed since, by language. */
  outdated?: Record<string, string[]>
  pages: Page[]
  validations?: FormCheck[]
}

/** One broken rule at one place; the path is a JSON Pointer. */
export interface Violation {
  path: string
  key: string
  params?: Record<string, unknown>
  severity?: Severity
}

/**
 * What a kind of field does with its answers, the same as Type in builder/field. The order of use is clean, then check
 * on what clean returned. Neither throws: a value of the wrong shape is returned by clean as it is, and check then says
 * "type". null is no answer.
 */
export interface FieldCheck {
  name: string
  ruleType(f: Field): RuleType | undefined
  clean(f: Field, raw: unknown): unknown
  /** today is "YYYY-MM-DD" in the tenant's zone; without it, what needs to know the day is left out. */
  check(f: Field, value: unknown, today?: string): Violation[]
  /** The cleaned answer as people of a locale read it. */
  format?(value: unknown, locale: string, f: Field): string
  /** Asks nothing. */
  silent?: true
  /** Its fields are asked: once (false), or once for each row (true). */
  repeats?: boolean
  /** The parts of an answer that is an object of its own. */
  members?(f: Field): RuleName[]
}
