import type { Field, Form, Page } from '../../fields/types'
import { isObject } from '../document/json'
import { detached } from './section'
import { outermost } from './tree'

type Node = Page | Field

/** Pages and fields as text that people can keep, send and paste into another form. */
export function copied(form: Form, wanted: readonly string[]): string {
  const nodes = outermost(form, wanted).map((id) => detached(form, id))
  return JSON.stringify({ esteira: 'form/1', nodes }, null, 2)
}

const isNode = (value: unknown): value is Node =>
  isObject(value) && (value.key === undefined || typeof value.key === 'string') &&
  (typeof value.type === 'string' || (Array.isArray(value.fields) && isObject(value.title))) &&
  (value.fields === undefined || (Array.isArray(value.fields) && value.fields.every(isNode)))

/** The pages and fields of such a text, of one field, or of a list of them; undefined for any other text. */
export function pasted(text: string): Node[] | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const list: unknown = isObject(value) && Array.isArray(value.nodes) ? value.nodes : isObject(value) && Array.isArray(value.pages) ? value.pages : Array.isArray(value) ? value : [value]
  if (!Array.isArray(list) || list.length === 0 || !list.every(isNode)) return undefined
  return list.map((node) => ({ ...node, key: node.key ?? '' }))
}
