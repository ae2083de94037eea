import type { Draft } from '../document/draft'
import { type Change, post } from '../refactor/server'
import { type ListName, type Pipeline, placeOf } from './types'

const parts: Partial<Record<ListName, Change['part']>> = { stages: 'stage', checks: 'check', attributes: 'attribute', messages: 'message', reasons: 'reason' }

/** The change that gives a member another key; undefined for members that nothing else names. */
export function renaming(id: string, to: string): Change | undefined {
  const place = placeOf(id)
  const part = place && parts[place.list]
  return part && { part, do: 'rename', from: [place.key], to }
}

/** Whether other definitions or policies may name a member: without an answer, any may. */
export async function isNamedElsewhere(draft: Draft<Pipeline>, change: Change): Promise<boolean> {
  try {
    const { others, policies } = await post({ kind: 'pipeline', key: draft.get().history.present.key }, { change, dry: true })
    return others.length + policies.length > 0
  } catch {
    return true // the dialog asks again, and says what is wrong
  }
}
