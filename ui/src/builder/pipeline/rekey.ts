import type { Draft } from '../document/draft'
import { type Change, preview } from '../refactor/server'
import { type ListName, type Pipeline, placeOf } from './types'

const parts: Partial<Record<ListName, Change['part']>> = {
  stages: 'stage', checks: 'check', attributes: 'attribute', messages: 'message', reasons: 'reason', scores: 'score',
}

/** A change of a member that others name: another key, or none. */
export type Wanted = { do: 'rename'; id: string; to: string } | { do: 'delete'; id: string }

/** What the server is asked to change; undefined for members that nothing else names. */
export function changeOf(wanted: Wanted): Change | undefined {
  const place = placeOf(wanted.id)
  const part = place && parts[place.list]
  if (!part) return undefined
  return wanted.do === 'rename' ? { part, do: 'rename', from: [place.key], to: wanted.to } : { part, do: 'delete', from: [place.key] }
}

/**
 * Whether anything names what is changed, so that it is to be looked at first: of what is renamed, other definitions and
 * policies; of what is deleted, also the pipeline itself. Without an answer, a new key may be named anywhere; what is deleted
 * goes, for the findings say what it leaves behind.
 */
export async function isNamed(draft: Draft<Pipeline>, change: Change): Promise<boolean> {
  try {
    const { own, others, policies, untold = 0 } = await preview({ kind: 'pipeline', key: draft.get().history.present.key }, draft, change)
    return others.length + policies.length + untold + (change.do === 'delete' ? own.uses.length : 0) > 0
  } catch {
    return change.do === 'rename' // the dialog asks again, and says what is wrong
  }
}
