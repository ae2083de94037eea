import type { Condition, Field, Query, Rule } from '../../fields/types'
import { isObject, type Json, type JsonObject } from '../document/json'
import { fieldOf, type Within } from './fields'
import type { Members } from './jsonSchema'
import type { Reader } from './reader'

/** One "when this, then that" of a schema, whatever keyword said it. */
interface Case {
  when: Rule | undefined
  then: JsonObject
  pointer: string
}

/** Adds to the fields of an object what its conditions bring: fields that are shown, or required, only then. */
export function conditions(reader: Reader, at: Members, fields: Field[], within: Within): Field[] {
  const all = [...fields, ...telling(reader, at, within)]
  for (const each of casesOf(reader, at)) {
    const then = reader.settled(each.then, each.pointer)
    if (!each.when) {
      reader.note(each.pointer, 'importing.condition')
      continue
    }
    add(reader, { ...each, then, when: each.when, at }, all, within)
  }
  return all
}

/** Fields for what tells alternatives of an object apart, where the object itself does not have them. */
function telling(reader: Reader, at: Members, within: Within): Field[] {
  const own = isObject(at.schema.properties) ? at.schema.properties : {}
  const values = new Map<string, Json[]>()
  for (const branch of branchesOf(reader, at)) {
    for (const [name, property] of tellers(branch.then)) {
      if (name in own) continue
      const said = 'const' in property ? [property.const] : (property.enum as Json[])
      values.set(name, [...new Set([...(values.get(name) ?? []), ...said])])
    }
  }
  return [...values].map(([name, list]) =>
    fieldOf(reader, { name, schema: { type: 'string', enum: list }, ui: {}, pointer: at.pointer, path: at.path, isRequired: true }, within),
  )
}

/** The properties of a branch that have one value, or one of a few. */
function tellers(branch: JsonObject): [string, JsonObject][] {
  const properties = isObject(branch.properties) ? branch.properties : {}
  return Object.entries(properties).filter((entry): entry is [string, JsonObject] => {
    const [, p] = entry
    return isObject(p) && ('const' in p || (Array.isArray(p.enum) && p.enum.length > 0))
  })
}

function branchesOf(reader: Reader, { schema, pointer }: Members): { then: JsonObject; pointer: string }[] {
  return ['oneOf', 'anyOf'].flatMap((word) => {
    const list = schema[word]
    if (!Array.isArray(list)) return []
    return list.map((branch, i) => ({ then: reader.settled(branch, `${pointer}/${word}/${i}`), pointer: `${pointer}/${word}/${i}` }))
  })
}

function add(reader: Reader, { when, then, pointer, at }: Case & { when: Rule; at: Members }, all: Field[], within: Within): void {
  const required = Array.isArray(then.required) ? then.required.filter((name) => typeof name === 'string') : []
  const properties = isObject(then.properties) ? then.properties : {}
  for (const [name, schema] of Object.entries(properties)) {
    const existing = all.find((f) => f.key === reader.keyOf(name))
    if (existing && isObject(at.schema.properties) && name in at.schema.properties) {
      if (!isObject(schema) || !('const' in schema || 'enum' in schema)) reader.note(`${pointer}/properties/${name}`, 'importing.condition')
      continue
    }
    if (existing) {
      existing.visibleWhen = either(existing.visibleWhen, when)
      continue
    }
    const ui = isObject(at.ui[name]) ? at.ui[name] : {}
    const field = fieldOf(reader, { name, schema, ui, pointer: `${pointer}/properties/${name}`, path: at.path, isRequired: required.includes(name) }, within)
    all.push({ ...field, visibleWhen: when })
  }
  for (const name of required) {
    const field = all.find((f) => f.key === reader.keyOf(name))
    if (field && isObject(at.schema.properties) && name in at.schema.properties && !field.required) field.requiredWhen = either(field.requiredWhen, when)
  }
}

const isQuery = (rule: Rule): rule is { query: Query } => rule.query !== undefined

/** One of both rules holds. */
function either(a: Rule | undefined, b: Rule): Rule {
  return a && isQuery(a) && isQuery(b) ? { query: { combinator: 'or', rules: [a.query, b.query] } } : b
}

function casesOf(reader: Reader, at: Members): Case[] {
  const { schema, pointer } = at
  const parts = [schema, ...(Array.isArray(schema.allOf) ? schema.allOf.filter(isObject) : [])]
  const branches = parts.flatMap((part, i): Case[] => {
    if (!('if' in part)) return []
    const where = i === 0 ? pointer : `${pointer}/allOf/${i - 1}`
    const when = ruleOf(reader, at.path, part.if)
    const not = when && isQuery(when) ? { query: { combinator: 'and' as const, not: true, rules: [when.query] } } : undefined
    return [
      ...(isObject(part.then) ? [{ when, then: part.then, pointer: `${where}/then` }] : []),
      ...(isObject(part.else) ? [{ when: not, then: part.else, pointer: `${where}/else` }] : []),
    ]
  })
  return [...branches, ...dependencies(reader, at), ...alternatives(reader, at)]
}

/** dependencies (draft 7), dependentRequired and dependentSchemas: what an answer brings with it. */
function dependencies(reader: Reader, at: Members): Case[] {
  const { schema, pointer } = at
  return ['dependencies', 'dependentRequired', 'dependentSchemas'].flatMap((word) => {
    const said = schema[word]
    if (!isObject(said)) return []
    return Object.entries(said).flatMap(([name, then]): Case[] => {
      const where = `${pointer}/${word}/${name}`
      const when = holds([{ field: at.path + reader.keyOf(name), operator: 'notEmpty' }])
      if (Array.isArray(then)) return [{ when, then: { required: then }, pointer: where }]
      if (!isObject(then)) return []
      const settled = reader.settled(then, where)
      return Array.isArray(settled.oneOf) ? alternatives(reader, { ...at, schema: settled, pointer: where }) : [{ when, then: settled, pointer: where }]
    })
  })
}

/** Alternatives of an object that differ by what one property is. */
function alternatives(reader: Reader, at: Members): Case[] {
  return branchesOf(reader, at).map(({ then, pointer }) => {
    const told = tellers(then)
    const names = new Set(told.map(([name]) => name))
    const rest = Object.fromEntries(Object.entries(isObject(then.properties) ? then.properties : {}).filter(([name]) => !names.has(name)))
    const when = told.length > 0 ? ruleOf(reader, at.path, { properties: Object.fromEntries(told) }) : undefined
    return { when, then: { ...then, properties: rest }, pointer }
  })
}

const holds = (rules: (Condition | Query)[]): Rule => ({ query: { combinator: 'and', rules } })

/** A schema as a condition: properties that have a value, a limit, or are there at all. Undefined where it says more. */
function ruleOf(reader: Reader, path: string, schema: Json): Rule | undefined {
  if (!isObject(schema)) return undefined
  const { properties = {}, required = [], ...more } = schema
  if (Object.keys(more).some((word) => !['type', '$comment', 'title'].includes(word)) || !isObject(properties) || !Array.isArray(required)) return undefined
  const rules = Object.entries(properties).map(([name, property]) => conditionOf(path + reader.keyOf(name), property))
  const named = Object.keys(properties)
  const present = required.filter((name) => typeof name === 'string' && !named.includes(name)) as string[]
  if (rules.some((rule) => !rule)) return undefined
  const all = [...(rules as Condition[]), ...present.map((name): Condition => ({ field: path + reader.keyOf(name), operator: 'notEmpty' }))]
  return all.length > 0 ? holds(all) : undefined
}

const operators = { minimum: '>=', maximum: '<=', exclusiveMinimum: '>', exclusiveMaximum: '<' } as const

function conditionOf(field: string, property: Json): Condition | undefined {
  if (!isObject(property)) return undefined
  const simple = (value: Json): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value)
  if (simple(property.const)) return { field, operator: '=', value: property.const }
  if (Array.isArray(property.enum) && property.enum.every(simple)) {
    const values = property.enum as (string | number | boolean)[]
    return values.length === 1 ? { field, operator: '=', value: values[0]! } : { field, operator: 'in', value: values }
  }
  for (const [word, operator] of Object.entries(operators)) {
    if (typeof property[word] === 'number') return { field, operator, value: property[word] }
  }
  return undefined
}
