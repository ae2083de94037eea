import type { Schemas } from '../../api/client'
import { isIdle } from './impact'
import type { Plan } from './ImpactPanel'

type Migration = Schemas['Migration']

/** The moves of cases that were begun, and the errors of those that could not be, by pipeline. */
export interface Begun {
  moves: Readonly<Record<string, Migration>>
  failed: Readonly<Record<string, unknown>>
}

export const noneBegun: Begun = { moves: {}, failed: {} }

/** Begins the moves that are planned and were not begun before. One that fails does not keep the others. */
export async function beginAll(plans: Readonly<Record<string, Plan>>, before: Begun, move: (pipeline: string, plan: Plan) => Promise<Migration>): Promise<Begun> {
  const due = Object.entries(plans).filter(([pipeline, plan]) => !isIdle(plan.choices) && !before.moves[pipeline])
  const results = await Promise.allSettled(due.map(([pipeline, plan]) => move(pipeline, plan)))
  const moves: Record<string, Migration> = { ...before.moves }
  const failed: Record<string, unknown> = {}
  for (const [i, result] of results.entries()) {
    const pipeline = due[i]![0]
    if (result.status === 'fulfilled') moves[pipeline] = result.value
    else failed[pipeline] = result.reason
  }
  return { moves, failed }
}
