import type { Violation } from '../../fields/types'
import { idOf, listNames, type Pipeline } from './types'

/** A finding as the server words it. */
export type Finding = Violation & { message?: string }

/** Whose finding it is: the id of a member, or "" for the pipeline itself. */
export function ownerOf(p: Pipeline, path: string): string {
  const [, name = '', index = ''] = path.split('/')
  const list = listNames.find((each) => each === name)
  const member = list && index !== '' ? p[list]?.[Number(index)] : undefined
  return list && member ? idOf(list, member.key) : ''
}

/** The findings by the id of their owner. */
export function byOwner(p: Pipeline, findings: readonly Finding[]): Map<string, Finding[]> {
  const owned = new Map<string, Finding[]>()
  for (const finding of findings) {
    const id = ownerOf(p, finding.path)
    owned.set(id, [...(owned.get(id) ?? []), finding])
  }
  return owned
}

export const isError = (finding: Finding): boolean => finding.severity !== 'warn'
