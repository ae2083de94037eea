import { format, Validator, type Schema } from '@cfworker/json-schema'
import { expect, test } from 'vitest'
import corpus from '../../../schemas/testdata/answers/fields.json'
import schemas from '../../../schemas/testdata/answers/schemas.json'
import { formats } from './formats'

Object.assign(format, formats)

// What JSON Schema cannot say, as in builder/field/schema_test.go.
const unsaid = /^(?:date (?:past|future|min|max|between)|(?:number|percent) decimals|phone mobile|pixKey \/key)/

test('the schemas of the server give the verdicts of check', () => {
  corpus.cases.forEach(({ type, cleaned, violations }, i) => {
    const schema: unknown = schemas[i]
    if (schema === null || cleaned === null || violations.some((v) => unsaid.test(`${type} ${v}`))) return
    const { valid } = new Validator(schema as Schema, '2020-12').validate(cleaned)
    expect([type, cleaned, valid]).toEqual([type, cleaned, violations.every((v) => v.endsWith(' warn'))])
  })
})
