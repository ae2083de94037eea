import type { Field, Option } from '../../fields/types'
import { newId } from '../document/id'
import { isObject, type Json, type JsonObject } from '../document/json'
import type { Members } from './jsonSchema'
import { after, followed, type Reader, refsOf } from './reader'

/** One property on its way to a field. */
export interface Property {
  name: string
  schema: Json
  ui: JsonObject
  pointer: string
  /** How rules name what stands beside it. */
  path: string
  isRequired: boolean
}

/** Makes the fields of an object inside the one that is read. */
export interface Within {
  members: (at: Members) => Field[]
}

/** The field of a property. */
export function fieldOf(reader: Reader, property: Property, within: Within): Field {
  const schema = plain(reader, property)
  const key = reader.keyOf(property.name, property.pointer)
  const title = text(property.ui['ui:title']) || text(schema.title) || property.name
  const hint = text(property.ui['ui:help']) || text(property.ui['ui:description']) || text(schema.description)
  const base: Field = { id: newId(), key, type: 'text', label: { [reader.locale]: title } }
  if (hint) base.hint = { [reader.locale]: hint }
  if (property.isRequired) base.required = true
  if ('default' in schema) reader.note(property.pointer, 'importing.default')
  unsaid(reader, schema, property.pointer)
  return typed(reader, { ...property, schema }, { ...base }, within)
}

const text = (value: Json): string => (typeof value === 'string' ? value : '')

/** The schema without references, and without "or null", which a form says by asking for no answer. */
function plain(reader: Reader, { schema, pointer }: Property): JsonObject {
  const settled = reader.settled(schema, pointer)
  const types = Array.isArray(settled.type) ? settled.type.filter((t) => t !== 'null') : undefined
  if (types && types.length > 1) reader.note(pointer, 'importing.kind', { type: types.join(', ') })
  const branches = ['oneOf', 'anyOf'].flatMap((name) => (Array.isArray(settled[name]) ? [{ name, list: settled[name] as Json[] }] : []))
  const [only] = branches.flatMap(({ name, list }) => {
    const left = list.filter((b) => !(isObject(b) && b.type === 'null'))
    return left.length === 1 && list.length > 1 ? [{ name, left: left[0] }] : []
  })
  const single = only ? { ...omit(settled, only.name), ...reader.settled(only.left, pointer) } : settled
  return types ? { ...single, type: types[0] } : single
}

const omit = (o: JsonObject, name: string): JsonObject => Object.fromEntries(Object.entries(o).filter(([key]) => key !== name))

const known = new Set([
  'type', 'title', 'description', 'default', 'properties', 'required', 'items', 'enum', 'enumNames', 'oneOf', 'anyOf', 'allOf', 'if', 'then', 'else',
  'const', 'format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minItems',
  'maxItems', 'uniqueItems', 'dependencies', 'dependentRequired', 'dependentSchemas', 'definitions', '$defs', '$schema', '$id', 'id', '$comment',
  'examples', 'additionalProperties', followed,
])

function unsaid(reader: Reader, schema: JsonObject, pointer: string): void {
  for (const keyword of Object.keys(schema)) {
    const isSaid = known.has(keyword) && !(keyword === 'additionalProperties' && isObject(schema[keyword]))
    if (!isSaid) reader.note(`${pointer}/${keyword}`, 'importing.keyword', { keyword })
  }
}

type Settled = Property & { schema: JsonObject }

function typed(reader: Reader, property: Settled, base: Field, within: Within): Field {
  const { schema, ui, pointer } = property
  const choices = choicesOf(reader, property)
  if (choices) return { ...base, type: ui['ui:widget'] === 'radio' || choices.length <= 4 ? 'radio' : 'select', options: choices }
  const type = schema.type ?? (isObject(schema.properties) ? 'object' : 'items' in schema ? 'array' : 'string')
  switch (type) {
    case 'boolean':
      return { ...base, type: 'boolean' }
    case 'integer':
    case 'number':
      return { ...base, type: 'number', ...configured(limits(schema, type === 'integer')) }
    case 'object':
      return { ...base, type: 'group', fields: within.members({ schema, ui, pointer, path: `${property.path}${base.key}.` }) }
    case 'array':
      return listed(reader, property, base, within)
    case 'string':
      return worded(reader, property, base)
  }
  reader.note(pointer, 'importing.kind', { type: String(type) })
  return base
}

const configured = (config: Record<string, unknown>): Partial<Field> => (Object.keys(config).length > 0 ? { config } : {})

/** Limits of a number. What excludes its bound begins one step beyond it. */
function limits(schema: JsonObject, isWhole: boolean): Record<string, unknown> {
  const step = typeof schema.multipleOf === 'number' ? schema.multipleOf : isWhole ? 1 : 0.01
  const config: Record<string, unknown> = {}
  const [low, high] = [schema.exclusiveMinimum, schema.exclusiveMaximum]
  if (typeof schema.minimum === 'number') config.min = low === true ? schema.minimum + step : schema.minimum
  if (typeof low === 'number') config.min = low + step
  if (typeof schema.maximum === 'number') config.max = high === true ? schema.maximum - step : schema.maximum
  if (typeof high === 'number') config.max = high - step
  config.decimals = isWhole ? 0 : (String(step).split('.')[1]?.length ?? 0)
  return config
}

const formats: Record<string, string> = { email: 'email', 'idn-email': 'email', date: 'date', 'data-url': 'file' }

const plainFormats = new Set(['uri', 'url', 'time', 'date-time', 'uuid', 'hostname', 'ipv4', 'ipv6'])

function worded(reader: Reader, { schema, ui, pointer }: Settled, base: Field): Field {
  const format = text(schema.format)
  const byFormat = formats[format]
  if (byFormat) return { ...base, type: byFormat }
  if (format && plainFormats.has(format)) reader.note(`${pointer}/format`, 'importing.keyword', { keyword: `format: ${format}` })
  const config: Record<string, unknown> = {}
  for (const name of ['minLength', 'maxLength']) if (typeof schema[name] === 'number') config[name] = schema[name]
  const isLong = ui['ui:widget'] === 'textarea'
  if (typeof schema.pattern === 'string') {
    if (isLong) reader.note(`${pointer}/pattern`, 'importing.pattern')
    else config.pattern = schema.pattern
  }
  return { ...base, type: isLong ? 'textarea' : 'text', ...configured(config) }
}

/** A list: of choices, of files, of rows, or of single values, which become rows of one field. */
function listed(reader: Reader, { schema, ui, pointer, path, name }: Settled, base: Field, within: Within): Field {
  const items = Array.isArray(schema.items) ? {} : reader.settled(after(schema.items, refsOf(schema)), `${pointer}/items`)
  if (Array.isArray(schema.items)) reader.note(`${pointer}/items`, 'importing.keyword', { keyword: 'items' })
  const itemUi = isObject(ui.items) ? ui.items : {}
  const config: Record<string, unknown> = {}
  if (typeof schema.minItems === 'number') config.min = schema.minItems
  if (typeof schema.maxItems === 'number') config.max = schema.maxItems
  const at = { name, ui: itemUi, pointer: `${pointer}/items`, path: `${path}${base.key}[].`, isRequired: false }
  const choices = choicesOf(reader, { ...at, schema: items })
  if (choices && schema.uniqueItems === true) return { ...base, type: 'checkboxes', options: choices, ...configured(config) }
  if (items.format === 'data-url') return { ...base, type: 'file', ...configured(typeof schema.maxItems === 'number' ? { maxFiles: schema.maxItems } : { maxFiles: 10 }) }
  if (isObject(items.properties)) return { ...base, type: 'repeat', fields: within.members({ ...at, schema: items }), ...configured(config) }
  reader.note(pointer, 'importing.scalars', { name })
  const value = fieldOf(reader, { ...at, name: 'value', schema: items, isRequired: true }, within)
  return { ...base, type: 'repeat', fields: [{ ...value, label: base.label }], ...configured(config) }
}

/** The options of an enumeration, said by enum (and names beside it) or by alternatives with a const each. */
function choicesOf(reader: Reader, { schema, ui, pointer }: Settled): Option[] | undefined {
  const names = [ui['ui:enumNames'], schema.enumNames].find((list) => Array.isArray(list)) as Json[] | undefined
  const alternatives = [schema.oneOf, schema.anyOf].find((list) => Array.isArray(list) && list.length > 0 && list.every((o) => isObject(o) && ('const' in o || (Array.isArray(o.enum) && o.enum.length === 1)))) as JsonObject[] | undefined
  const said = alternatives
    ? alternatives.map((o) => ({ value: 'const' in o ? o.const : (o.enum as Json[])[0], label: text(o.title) }))
    : Array.isArray(schema.enum) ? schema.enum.map((value, i) => ({ value, label: text(names?.[i]) })) : undefined
  if (!said) {
    if ((Array.isArray(schema.oneOf) || Array.isArray(schema.anyOf)) && !isObject(schema.properties)) reader.note(pointer, 'importing.choice')
    return undefined
  }
  if (said.some(({ value }) => typeof value !== 'string')) reader.note(pointer, 'importing.keyword', { keyword: 'enum' })
  return said.filter(({ value }) => value !== null && value !== '').map(({ value, label }) => ({
    value: String(value),
    label: { [reader.locale]: label || String(value) },
  }))
}
