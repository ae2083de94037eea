import type { Field, Form, FormCheck, Option, Page, Rule, Severity, Text, Validation } from '../../fields/types'

type Json = Record<string, unknown>

/** A document that is no form. */
export class LoadError extends Error {
  constructor(readonly path: string) {
    super(`no form: ${path}`)
    this.name = 'LoadError'
  }
}

/**
 * The one way a form comes into the browser: what is absent or null gets its empty value, and what is unknown is
 * dropped. Throws LoadError where a form cannot be made of it.
 */
export function loadForm(wire: unknown): Form {
  const o = object(wire, '')
  return {
    key: text(o.key, '/key'),
    title: texts(o.title),
    description: texts(o.description),
    locales: list(o.locales).filter((l) => typeof l === 'string'),
    defaultLocale: text(o.defaultLocale, '/defaultLocale'),
    pages: list(o.pages).map((p, i) => loadPage(p, `/pages/${i}`)),
    validations: list(o.validations).map((c, i) => loadCheck(c, `/validations/${i}`)),
  }
}

function loadPage(wire: unknown, path: string): Page {
  const o = object(wire, path)
  return {
    id: text(o.id, `${path}/id`),
    key: text(o.key, `${path}/key`),
    title: texts(o.title),
    description: texts(o.description),
    visibleWhen: rule(o.visibleWhen),
    staffOnly: o.staffOnly === true,
    fields: fields(o.fields, path),
  }
}

function fields(wire: unknown, path: string): Field[] {
  return list(wire).map((f, i) => loadField(f, `${path}/fields/${i}`))
}

function loadField(wire: unknown, path: string): Field {
  const o = object(wire, path)
  return {
    id: text(o.id, `${path}/id`),
    key: text(o.key, `${path}/key`),
    type: text(o.type, `${path}/type`),
    label: texts(o.label),
    hint: texts(o.hint),
    help: texts(o.help),
    content: texts(o.content),
    required: o.required === true,
    requiredWhen: rule(o.requiredWhen),
    visibleWhen: rule(o.visibleWhen),
    validations: list(o.validations).map((v, i) => loadValidation(v, `${path}/validations/${i}`)),
    formula: rule(o.formula),
    options: list(o.options).map((v, i) => loadOption(v, `${path}/options/${i}`)),
    fields: fields(o.fields, path),
    config: isObject(o.config) ? o.config : {},
    ...marks(o),
  }
}

function marks(o: Json): Partial<Field> {
  return {
    group: words(o.group),
    staffOnly: o.staffOnly === true,
    indexed: o.indexed === true,
    masked: o.masked === true,
    autocomplete: words(o.autocomplete),
    purpose: words(o.purpose),
  }
}

function loadOption(wire: unknown, path: string): Option {
  const o = object(wire, path)
  return { value: text(o.value, `${path}/value`), label: texts(o.label) }
}

function loadValidation(wire: unknown, path: string): Validation {
  const o = object(wire, path)
  const found = rule(o.rule)
  if (!found) throw new LoadError(`${path}/rule`)
  const severity: Severity = o.severity === 'warn' ? 'warn' : 'error'
  return { rule: found, message: texts(o.message), severity }
}

function loadCheck(wire: unknown, path: string): FormCheck {
  return { ...loadValidation(wire, path), field: words(object(wire, path).field) ?? '' }
}

// The server has checked the rules; the emitter takes them as they are.
function rule(wire: unknown): Rule | undefined {
  return isObject(wire) && (isObject(wire.query) || typeof wire.cel === 'string') ? (wire as Rule) : undefined
}

function texts(wire: unknown): Text {
  if (!isObject(wire)) return {}
  return Object.fromEntries(Object.entries(wire).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

function text(wire: unknown, path: string): string {
  if (typeof wire !== 'string') throw new LoadError(path)
  return wire
}

function words(wire: unknown): string | undefined {
  return typeof wire === 'string' ? wire : undefined
}

function object(wire: unknown, path: string): Json {
  if (!isObject(wire)) throw new LoadError(path)
  return wire
}

function isObject(wire: unknown): wire is Json {
  return typeof wire === 'object' && wire !== null && !Array.isArray(wire)
}

function list(wire: unknown): unknown[] {
  return Array.isArray(wire) ? wire : []
}
