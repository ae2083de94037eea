import type { Text } from '../../fields/types'
import { type Conflict, merge } from './merge'
import { remarked } from './outdated'

/** What a person reads of a step: a key of the catalogue, and what stands in its sentence; a name in all its languages. */
export interface StepName {
  key: string
  params?: Record<string, string | number | Text>
}

/** A name in all its languages; the key of what has none. */
export const called = (text: Text | undefined, key: string): string | Text => (text && Object.values(text).some(Boolean) ? text : key)

/** One change, with all that it takes to take it back. */
export interface Step<D, S> {
  name: StepName
  before: D
  after: D
  /** What was selected before and after. */
  from: S
  to: S
  /** Changes of the same place one after the other are one step: the letters of a word. */
  place?: string
  at: number
}

/** A definition with all that was done to it. A value: each function returns the next. */
export interface History<D, S> {
  present: D
  selection: S
  past: Step<D, S>[]
  future: Step<D, S>[]
}

export const begin = <D, S>(present: D, selection: S): History<D, S> => ({ present, selection, past: [], future: [] })

/** How long a pause may be between letters of one step, in milliseconds. */
const pause = 1500

/** What is recorded of a change. judges: it says itself which translations are outdated. */
type Made<D, S> = Omit<Step<D, S>, 'before' | 'from'> & { judges?: boolean | undefined }

/** Adds a change. What was undone before it is forgotten; translations whose source it changed are marked. */
export function record<D extends object, S>(h: History<D, S>, { judges, ...step }: Made<D, S>): History<D, S> {
  if (step.after === h.present) return { ...h, selection: step.to }
  const last = h.past.at(-1)
  const isSame = step.place !== undefined && last?.place === step.place && step.at - last.at < pause && last.after === h.present && h.future.length === 0
  const [before, from] = isSame ? [last.before, last.from] : [h.present, h.selection]
  const after = remarked({ since: before, now: h.present, after: step.after, judges })
  const whole = { ...step, before, from, after }
  return { present: after, selection: step.to, past: [...(isSame ? h.past.slice(0, -1) : h.past), whole], future: [] }
}

/**
 * Takes the last step back. When others changed the definition since, only what the step did is taken back; places that
 * they changed too come back as conflicts.
 */
export function undo<D extends object, S>(h: History<D, S>): { history: History<D, S>; conflicts: Conflict[] } {
  const step = h.past.at(-1)
  if (!step) return { history: h, conflicts: [] }
  const { merged, conflicts } = merge(step.after, step.before, h.present)
  return { history: { present: merged, selection: step.from, past: h.past.slice(0, -1), future: [...h.future, step] }, conflicts }
}

/** Does the step again that was taken back last. */
export function redo<D extends object, S>(h: History<D, S>): { history: History<D, S>; conflicts: Conflict[] } {
  const step = h.future.at(-1)
  if (!step) return { history: h, conflicts: [] }
  const { merged, conflicts } = merge(step.before, step.after, h.present)
  return { history: { present: merged, selection: step.to, past: [...h.past, step], future: h.future.slice(0, -1) }, conflicts }
}

/** Takes in what others did since base. It is no step: undoing it would take away what is theirs. */
export function receive<D extends object, S>(h: History<D, S>, base: D, theirs: D): { history: History<D, S>; conflicts: Conflict[] } {
  const { merged, conflicts } = merge(base, h.present, theirs)
  return { history: { ...h, present: merged }, conflicts }
}
