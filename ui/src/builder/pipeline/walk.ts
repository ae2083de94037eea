import { idOf, memberOf, type Pipeline, placeOf, type Transition } from './types'

export type Way = 'onward' | 'back' | 'next' | 'previous'

const beside = (list: readonly string[], id: string, by: -1 | 1): string | undefined =>
  list.length > 1 ? list[(list.indexOf(id) + by + list.length) % list.length] : undefined

const ids = (list: readonly Transition[]): string[] => list.map((t) => idOf('transitions', t.key))

/** Where a step along the graph leads: from a stage onward to its first transition, from there to its stage, and back. */
export function step(p: Pipeline, id: string, way: Way): string | undefined {
  const place = placeOf(id)
  const member = memberOf(p, id)
  if (!place || !member) return p.stages[0] && idOf('stages', p.stages[0].key)
  if (place.list === 'stages') {
    if (way === 'next' || way === 'previous') return beside(p.stages.map((s) => idOf('stages', s.key)), id, way === 'next' ? 1 : -1)
    const out = p.transitions.filter((t) => (way === 'onward' ? t.from : t.to) === place.key)
    return ids([...out.filter((t) => t.from !== t.to), ...out])[0]
  }
  if (place.list !== 'transitions') return undefined
  const transition = member as Transition
  if (way === 'next' || way === 'previous') return beside(ids(p.transitions.filter((t) => t.from === transition.from)), id, way === 'next' ? 1 : -1)
  const stage = way === 'onward' ? transition.to : transition.from
  return stage === '' ? undefined : idOf('stages', stage)
}
