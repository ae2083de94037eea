import { displayMoney } from '../fields/display'
import { missingParts } from '../fields/date/parts'
import { isRecord } from '../fields/input'
import type { Field } from '../fields/types'
import type { I18n } from '../i18n/I18n'
import type { Params } from '../i18n/translate'
import type { Text } from '../i18n/text'

/** One broken rule, as fieldChecks, runtime/form and the server tell it. */
export interface Violation {
  path: string
  key: string
  /** The server's words, for what we have none for. */
  message?: string
  params?: Record<string, unknown>
  severity?: string
}

const isQuestion = (label: string): boolean => /[?؟]\s*$/.test(label)
const longName = 60

/** A label inside of a sentence: "Full name" is "full name", "CPF" stays, a question is quoted. */
export function nameOf(label: string): string {
  if (isQuestion(label) || label.length > longName) return `“${label}”`
  const isWord = /^\p{Lu}[^\p{Lu}\s]+(\s|$)/u.test(label)
  return isWord ? label.charAt(0).toLowerCase() + label.slice(1) : label
}

const choices: readonly string[] = ['select', 'radio', 'checkboxes', 'boolean', 'country', 'state', 'pixKey']
const uploads: readonly string[] = ['file', 'image']

/** Keys that are worded by the kind of field. */
function keyFor(violation: Violation, field: Field | undefined, value: unknown, label: string): string {
  if (!field) return violation.key
  if (violation.key === 'real_date' && missingParts(value).length > 0) return `date_${missingParts(value)[0]}`
  if (violation.key !== 'empty') return violation.key
  if (isQuestion(label)) return 'answer'
  if (uploads.includes(field.type)) return 'empty_file'
  if (field.type === 'consent') return 'accept'
  if (field.type === 'repeat') return 'empty_list'
  return choices.includes(field.type) ? 'select' : 'empty'
}

function param(value: unknown, field: Field | undefined, i18n: I18n): string | number {
  if (Array.isArray(value)) return i18n.either(value.map((v) => String(v).toUpperCase()))
  if (typeof value === 'number' && field?.type === 'money') {
    return displayMoney(value, field, i18n.locale)
  }
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return i18n.date(value)
  return typeof value === 'number' ? value : String(value)
}

/** The same for a part of an answer. */
const partKey = ({ key, path }: Violation): string => (key === 'empty' && /\/(bank|accountType)$/.test(path) ? 'select' : key)

/** The name of a part of an answer, where the message is about one: the branch of an account. */
function partName(field: Field, path: string, i18n: I18n): string | undefined {
  const part = path.slice(path.lastIndexOf('/') + 1)
  if (part === field.key) return undefined
  if (field.type === 'pixKey' && part === 'key') return i18n.text(field.label)
  return field.type === 'bankAccount' ? i18n.find(`apply.bank.${part}`) : undefined
}

const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1)

/** What to say to the person: the tenant's words, else ours with the name of the field in them, else the server's. */
export function messageOf(violation: Violation, field: Field | undefined, value: unknown, i18n: I18n): string {
  const own = violation.params?.message
  if (isRecord(own)) return i18n.text(own as Text)
  const part = field && partName(field, violation.path, i18n)
  const label = part ?? i18n.text(field?.label)
  const params: Record<string, string | number> = {}
  for (const [name, v] of Object.entries(violation.params ?? {})) params[name] = param(v, field, i18n)
  params.f = nameOf(label)
  const key = part === undefined ? keyFor(violation, field, value, label) : partKey(violation)
  const ours = field && i18n.find(`fault.${key}`, params as Params)
  return capital(ours ?? violation.message ?? i18n.t('fault.format', params as Params))
}
