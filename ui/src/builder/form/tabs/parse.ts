import type { Form } from '../../../fields/types'
import { isObject, readJson } from '../../document/json'

export type Parsed = { form: Form } | { fault: 'syntax'; line: number; column: number } | { fault: 'shape' | 'key' }

const isText = (value: unknown): boolean => isObject(value)

const isField = (value: unknown): boolean =>
  isObject(value) && typeof value.id === 'string' && typeof value.key === 'string' && typeof value.type === 'string' &&
  (value.fields === undefined || (Array.isArray(value.fields) && value.fields.every(isField)))

const isPage = (value: unknown): boolean =>
  isObject(value) && typeof value.id === 'string' && typeof value.key === 'string' && isText(value.title) && Array.isArray(value.fields) && value.fields.every(isField)

/** A form from its text. Its key is its address and stays; what else may be wrong, the server finds when it is saved. */
export function parseForm(text: string, key: string): Parsed {
  const read = readJson(text)
  if ('line' in read) return { fault: 'syntax', ...read }
  const { value } = read
  const isForm = isObject(value) && isText(value.title) && Array.isArray(value.locales) && typeof value.defaultLocale === 'string' && Array.isArray(value.pages) && value.pages.every(isPage)
  if (!isForm) return { fault: 'shape' }
  const form = value as unknown as Form
  return form.key === key ? { form } : { fault: 'key' }
}
