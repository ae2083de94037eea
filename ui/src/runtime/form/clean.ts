import { pointerToken } from '../../fields/violation'
import type { Answers, Audience, Compiled, Node } from './types'

/** Answers in their canonical form, and the places of what the form does not ask. */
export interface Cleaned {
  clean: Record<string, unknown>
  unknown: string[]
}

/** Cleans answers, each by its type, deep into groups and rows; the same as Clean of builder/form. */
export function cleanAnswers(form: Compiled, answers: Answers, audience: Audience = 'applicant'): Cleaned {
  const unknown: string[] = []
  const clean = cleanLevel({ applicant: audience === 'applicant', unknown }, answers, { members: form.members, pointer: '' })
  return { clean, unknown: unknown.sort() }
}

interface Sweep {
  applicant: boolean
  unknown: string[]
}

interface Level {
  members: ReadonlyMap<string, Node>
  pointer: string
}

function cleanLevel(sweep: Sweep, raw: Answers, { members, pointer }: Level): Record<string, unknown> {
  const clean: Record<string, unknown> = {}
  for (const [key, given] of Object.entries(raw)) {
    const node = members.get(key)
    if (!node || node.silent || (sweep.applicant && node.staff)) {
      sweep.unknown.push(`${pointer}/${pointerToken(key)}`)
      continue
    }
    if (node.computed) continue
    const value = cleanDeep(sweep, node, { given, pointer })
    if (!isEmpty(value)) clean[key] = value
  }
  return clean
}

function cleanDeep(sweep: Sweep, node: Node, { given, pointer }: { given: unknown; pointer: string }): unknown {
  const at = `${pointer}/${node.field.key}`
  if (node.holds === 'once' && isObject(given)) return cleanLevel(sweep, given, { members: node.members, pointer: at })
  if (node.holds === 'rows' && Array.isArray(given)) {
    return given.map((row: unknown, i) =>
      isObject(row) || row === null || row === undefined
        ? cleanLevel(sweep, row ?? {}, { members: node.members, pointer: `${at}/${i}` })
        : row,
    )
  }
  return cleanLeaf(node, given)
}

/** Cleans one answer that holds no fields. */
export function cleanLeaf(node: Node, given: unknown): unknown {
  if (node.holds || given === null || given === undefined) return given ?? null
  return node.type?.clean(node.field, given) ?? null
}

/** Whether a value is no answer. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true
  if (Array.isArray(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
