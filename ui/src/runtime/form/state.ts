import { isEmpty, isObject } from './clean'
import { valueOf } from './resolve'
import type { Node, Place, State } from './types'

/** Whether the audience sees a place. */
export function sees(state: State, place: Place): boolean {
  return place.shown && !(place.node.staff && audienceOf(state) === 'applicant')
}

function audienceOf(state: State): string {
  return state.view.audience ?? 'applicant'
}

/** Whether a place is shown. */
export function isVisible(state: State, pointer: string): boolean {
  const place = state.byPointer.get(pointer)
  return place !== undefined && sees(state, place)
}

/** Whether an answer is owed at a place that is visible. */
export function isRequired(state: State, pointer: string): boolean {
  const place = state.byPointer.get(pointer)
  return place !== undefined && sees(state, place) && place.required
}

/** The visible value at a place: clean, and of computed fields their result. */
export function valueAtPlace(state: State, pointer: string): unknown {
  const place = state.byPointer.get(pointer)
  return place && place.shown ? valueOf(place) : undefined
}

/** The result of a computed field; undefined for the others. */
export function computedAt(state: State, pointer: string): unknown {
  const place = state.byPointer.get(pointer)
  return place?.node.computed ? valueOf(place) : undefined
}

/** The places that are shown, in the order of asking. */
export function visiblePlaces(state: State): string[] {
  return state.places.filter((place) => sees(state, place)).map((place) => place.pointer)
}

/** The keys of the pages that show a field, in order. */
export function visiblePages(state: State): string[] {
  const shown = new Set(state.places.filter((place) => sees(state, place)).map((place) => place.node.page))
  return state.form.form.pages.filter((_, i) => shown.has(i)).map((page) => page.key)
}

export interface Pruned {
  answers: Record<string, unknown>
  /** The places whose answer is dropped because a rule hides them. */
  dropped: string[]
}

/** A copy of the visible answers with computed values filled in; what a rule hides is dropped. */
export function prune(state: State): Pruned {
  const dropped = state.places
    .filter((place) => !place.shown && !place.node.computed && (!place.above || place.above.shown) && isGiven(state, place))
    .map((place) => place.pointer)
  return { answers: copyAnswers(state.form.roots.flat(), state.root), dropped }
}

function copyAnswers(nodes: Node[], live: Record<string, unknown>): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const node of nodes) {
    const value = copyAnswer(node, live[node.field.key])
    if (!isEmpty(value)) copy[node.field.key] = value
  }
  return copy
}

function copyAnswer(node: Node, value: unknown): unknown {
  if (node.holds === 'once' && isObject(value)) return copyAnswers(node.children, value)
  if (node.holds !== 'rows' || !Array.isArray(value)) return value
  return value.map((row: unknown) => (isObject(row) ? copyAnswers(node.children, row) : row))
}

function isGiven(state: State, place: Place): boolean {
  if (place.node.holds !== 'once' || place.misshapen) return !isEmpty(place.raw)
  return state.places.some((other) => other.above === place && isGiven(state, other))
}
