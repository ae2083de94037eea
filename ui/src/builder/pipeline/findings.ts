import type { Violation } from '../../fields/types'
import { culpritOf } from '../document/settle'
import type { Pipeline } from './types'

/** A finding as the server words it. */
export type Finding = Violation & { message?: string }

/** The findings by the id of their owner. */
export function byOwner(p: Pipeline, findings: readonly Finding[]): Map<string, Finding[]> {
  const owned = new Map<string, Finding[]>()
  for (const finding of findings) {
    const id = culpritOf(p, finding.path)
    owned.set(id, [...(owned.get(id) ?? []), finding])
  }
  return owned
}

export const isError = (finding: Finding): boolean => finding.severity !== 'warn'

/** Those about one part of their owner, as effects/0/when. */
export const findingsAt = (findings: readonly Finding[] | undefined, part: string): Finding[] =>
  (findings ?? []).filter(({ path }) => `${path}/`.split('/').slice(3).join('/').startsWith(`${part}/`))
