// Answers that are an object of texts, the same as builder/field/member.go.
import { isObject } from './answers'
import type { Violation } from './types'
import { at, pointerToken, wrong } from './violation'

/** One text of a composite answer. */
export interface Member {
  name: string
  clean(s: string): string
  check(s: string): Violation[]
}

/** Cleans the texts of an object and drops the empty ones; what is not known or not text stays. */
export function cleanMembers(members: Member[], raw: unknown): unknown {
  if (!isObject(raw)) return raw ?? null
  const cleaned: Record<string, unknown> = { ...raw }
  for (const m of members) {
    const value = raw[m.name]
    if (typeof value === 'string') cleaned[m.name] = m.clean(value)
    if ((cleaned[m.name] ?? '') === '') delete cleaned[m.name]
  }
  return Object.keys(cleaned).length > 0 ? cleaned : null
}

/** Answers type, empty for each one missing, unknown for each one too many, and what their own checks answer. */
export function checkMembers(members: Member[], value: unknown): Violation[] {
  if (value === null || value === undefined) return []
  if (!isObject(value)) return wrong('type')
  const names = members.map((m) => m.name)
  const strangers = Object.keys(value).filter((name) => !names.includes(name)).sort()
  return [
    ...members.flatMap((m) => at(`/${m.name}`, checkMember(m, value[m.name]))),
    ...strangers.flatMap((name) => at(`/${pointerToken(name)}`, wrong('unknown'))),
  ]
}

function checkMember(m: Member, value: unknown): Violation[] {
  if (value === null || value === undefined) return wrong('empty')
  return typeof value === 'string' ? m.check(value) : wrong('type')
}
