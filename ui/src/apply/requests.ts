import type { Schemas } from '../api/client'
import type { LiveForm } from '../runtime/live'
import { topKey } from '../runtime/pointer'
import type { Case } from './caseContext'

export type Request = Schemas['RequestedItem']

/** What the applicant is still asked for. */
export const openRequests = (c: Case): Request[] => c.requests.filter((r) => r.state === 'open')

export const pageOfRequest = (r: Request, live: LiveForm): string => r.page ?? live.pageOf(topKey(r.path))

const name = (caseId: string): string => `esteira.answered.${caseId}`

/** Requests that were gone through on this device; the server closes them only when all are sent. */
export function answeredHere(caseId: string): ReadonlySet<string> {
  try {
    return new Set((sessionStorage.getItem(name(caseId)) ?? '').split(' '))
  } catch {
    return new Set()
  }
}

export function markAnswered(caseId: string, items: readonly Request[]): void {
  try {
    sessionStorage.setItem(name(caseId), [...answeredHere(caseId), ...items.map((r) => r.id)].join(' '))
  } catch {
    // The list then shows them as still to do; sending works all the same.
  }
}
