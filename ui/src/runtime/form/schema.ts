// JSON Schema in the browser: for the builder and for proof. Not part of index.ts, so that an applicant never loads it.
import { type OutputUnit, type Schema, Validator, format } from '@cfworker/json-schema'
import { formats } from '../../fields/formats'
import type { Violation } from '../../fields/types'
import { pointerToken } from '../../fields/violation'

/** What breaks a JSON Schema 2020-12 in a document, in the order of the paths; the same as Validate of schemas. */
export function validateSchema(schema: unknown, document: unknown): Violation[] {
  Object.assign(format, formats)
  const { errors } = new Validator(schema as Schema, '2020-12', false).validate(document)
  const closed = errors.filter((e) => isClosed.has(e.keyword)).map((e) => `${e.keywordLocation}/`)
  const found = errors
    .filter((e) => !isParent.has(e.keyword) && !closed.some((above) => e.keywordLocation.startsWith(above)))
    .map(violation)
  const byPlace = new Map(found.map((v) => [`${v.path} ${v.key}`, v]))
  return [...byPlace.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, v]) => v)
}

// These only say that something below them failed.
const isParent = new Set([
  'properties', 'patternProperties', 'additionalProperties', 'unevaluatedProperties', 'propertyNames', 'items',
  'prefixItems', 'unevaluatedItems', 'allOf', 'if', '$ref', 'dependentSchemas',
])

// Below these it is not known which branch was meant.
const isClosed = new Set(['anyOf', 'oneOf', 'not', 'contains', 'minContains', 'maxContains'])

const messages: Record<string, string> = {
  type: 'type', const: 'select', enum: 'select', format: 'format', pattern: 'format', minLength: 'too_short',
  maxLength: 'too_long', minimum: 'min', exclusiveMinimum: 'min', maximum: 'max', exclusiveMaximum: 'max',
  multipleOf: 'step', minItems: 'too_few', maxItems: 'too_many', minProperties: 'too_few', maxProperties: 'too_many',
  contains: 'too_few', minContains: 'too_few', maxContains: 'too_many', uniqueItems: 'duplicate', required: 'empty',
  dependentRequired: 'empty', false: 'unknown',
}

function violation({ keyword, instanceLocation, error }: OutputUnit): Violation {
  const path = decodeURIComponent(instanceLocation.slice(1))
  const missing = keyword === 'required' ? /required property "([^]*)"\.$/.exec(error)?.[1] : undefined
  const key = messages[keyword] ?? 'shape'
  return { path: missing === undefined ? path : `${path}/${pointerToken(missing)}`, key }
}
