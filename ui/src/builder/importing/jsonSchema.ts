import type { Form } from '../../fields/types'
import { newId } from '../document/id'
import { isObject, type JsonObject } from '../document/json'
import { keyFrom } from '../form/tree'
import { conditions } from './conditions'
import { fieldOf } from './fields'
import { after, type Note, Reader, refsOf } from './reader'

/** A form made of a JSON Schema, and all that could not be taken as it was said. */
export interface Imported {
  form: Form
  notes: Note[]
}

interface Source {
  schema: JsonObject
  /** Of react-jsonschema-form, which says how fields look and in which order they stand. */
  uiSchema?: JsonObject
  /** The language that its texts are in. */
  locale: string
}

/**
 * Makes a form of a JSON Schema (drafts 4 to 2020-12) for an object. What has no place in a form is told with its JSON
 * Pointer; nothing is dropped in silence. Undefined for a schema that is not one of an object.
 */
export function importSchema({ schema, uiSchema = {}, locale }: Source): Imported | undefined {
  const reader = new Reader(schema, locale)
  const root = reader.settled(schema, '')
  if (!isObject(root.properties)) return undefined
  const title = typeof root.title === 'string' && root.title !== '' ? root.title : 'Form'
  const fields = membersOf(reader, { schema: root, ui: uiSchema, pointer: '', path: '' })
  if (typeof root.description === 'string') {
    fields.unshift({ id: newId(), key: 'about', type: 'statement', label: { [locale]: title }, content: { [locale]: root.description } })
  }
  const form: Form = {
    key: keyFrom(title).replaceAll('_', '-') || 'form',
    title: { [locale]: title },
    locales: [locale],
    defaultLocale: locale,
    pages: [{ id: newId(), key: 'page', title: { [locale]: title }, fields }],
  }
  return { form, notes: reader.notes }
}

/** An object whose properties become fields, and how rules name what is in it: "" or "address." or "owners[].". */
export interface Members {
  schema: JsonObject
  ui: JsonObject
  pointer: string
  path: string
}

/** The fields of an object: its own, and those that its conditions add. */
function membersOf(reader: Reader, at: Members): ReturnType<typeof fieldOf>[] {
  const within = { members: (m: Members) => membersOf(reader, m) }
  const properties = isObject(at.schema.properties) ? at.schema.properties : {}
  const required = listOf(at.schema.required)
  const fields = Object.entries(properties).map(([name, schema]) =>
    fieldOf(reader, { name, schema: after(schema, refsOf(at.schema)), ui: isObject(at.ui[name]) ? at.ui[name] : {}, pointer: `${at.pointer}/properties/${escape(name)}`, path: at.path, isRequired: required.includes(name) }, within),
  )
  const all = conditions(reader, at, fields, within)
  return inOrder(reader, at, all)
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [])

/** A name as a JSON Pointer writes it (RFC 6901). */
export const escape = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

function inOrder<F extends { key: string }>(reader: Reader, { ui }: Members, fields: F[]): F[] {
  const order = listOf(ui['ui:order']).map((name) => (name === '*' ? name : reader.keyOf(name)))
  if (order.length === 0) return fields
  const rest = order.includes('*') ? order.indexOf('*') : order.length
  const rank = (field: F): number => (order.includes(field.key) ? order.indexOf(field.key) : rest)
  return fields.toSorted((a, b) => rank(a) - rank(b))
}
