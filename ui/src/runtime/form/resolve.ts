import { blocks } from '../../fields/violation'
import { type Program, RuleError } from '../rule'
import type { JsonMap } from '../rule'
import { changesSince } from './change'
import { cleanLeaf, isEmpty, isObject } from './clean'
import type { Compiled, Node, Place, State, View } from './types'

const beside = ['previous', 'checks', 'case']

/**
 * Works out what is visible, what is owed, and the computed values; the same as Resolve of builder/form, on answers
 * as they are typed.
 *
 * With the state before a change, only what depends on the change is worked out again. That state is used up: its
 * parts live on in the new one. Answers must be changed by copying what is on the way to the change, and no more.
 */
export function resolve(form: Compiled, view: View, before?: State): State {
  const changed = before && before.form === form ? changesSince(before, view) : undefined
  return before && changed ? follow({ ...before, view, errors: [] }, changed) : start(form, view)
}

/** A check that was never asked is pending, so that "is not passed" holds of it. */
const pending = (keys: readonly string[]): JsonMap => Object.fromEntries(keys.map((key) => [key, { result: 'pending' }]))

function start(form: Compiled, view: View): State {
  const root: Record<string, unknown> = {}
  for (const name of beside) if (view.facts?.[name] !== undefined) root[name] = view.facts[name]
  if (form.reads.length > 0) root.checks = { ...pending(form.reads), ...(isObject(view.facts?.checks) ? view.facts.checks : {}) }
  const places: Place[] = []
  for (const nodes of form.roots) layOut(places, nodes, { given: view.answers, in: root, rows: [], prefix: '' })
  const byNode: Place[][] = form.nodes.map(() => [])
  for (const place of places) byNode[place.node.index]?.push(place)
  const state: State = {
    form, view, root, places, byNode, pages: form.pages.map(() => false), errors: [],
    byPointer: new Map(places.map((place) => [place.pointer, place])),
  }
  for (const vertex of form.order) settle(state, vertex)
  for (const place of places) require(state, place)
  return state
}

/** Settles what changed and what follows from it, in order, and stops where nothing new comes out. */
function follow(state: State, changed: ReadonlySet<number>): State {
  const { order, dependents, demanders, nodes } = state.form
  const due = new Set(changed)
  const owing = new Set<number>()
  for (const vertex of order) {
    if (!due.has(vertex)) continue
    if (!settle(state, vertex)) continue
    for (const next of dependents[vertex] ?? []) due.add(next)
    for (const next of demanders[vertex] ?? []) owing.add(next)
    if (vertex < nodes.length) owing.add(vertex)
  }
  for (const index of owing) for (const place of state.byNode[index] ?? []) require(state, place)
  return state
}

/** Where the members of one container stand. */
interface Level {
  given: Readonly<Record<string, unknown>>
  in: Record<string, unknown>
  rows: Record<string, unknown>[]
  above?: Place
  prefix: string
}

function layOut(places: Place[], nodes: Node[], level: Level): void {
  for (const node of nodes) {
    const given = level.given[node.field.key]
    const place: Place = {
      node, given, in: level.in, rows: level.rows, above: level.above,
      pointer: `${level.prefix}/${node.field.key}`,
      raw: node.computed ? null : cleanLeaf(node, given),
      shown: false, required: false, misshapen: false,
    }
    places.push(place)
    if (node.holds === 'once') layOutGroup(places, place)
    if (node.holds === 'rows') layOutRows(places, place)
  }
}

function layOutGroup(places: Place[], place: Place): void {
  const { given, node, rows } = place
  if (!isObject(given) && !isEmpty(given)) {
    place.misshapen = true
    return
  }
  const live: Record<string, unknown> = {}
  place.raw = live
  layOut(places, node.children, { given: isObject(given) ? given : {}, in: live, rows, above: place, prefix: place.pointer })
}

function layOutRows(places: Place[], place: Place): void {
  const { given, node, pointer, rows } = place
  if (!Array.isArray(given)) {
    place.misshapen = !isEmpty(given)
    return
  }
  place.raw = given.map((item: unknown, i) => {
    if (!isObject(item) && item !== null && item !== undefined) return item
    const row: Record<string, unknown> = {}
    layOut(places, node.children, { given: item ?? {}, in: row, rows: [...rows, row], above: place, prefix: `${pointer}/${i}` })
    return row
  })
}

/** Decides a page, or a field in all its rows; tells whether anything changed. */
function settle(state: State, vertex: number): boolean {
  const { nodes, pages } = state.form
  const page = vertex - nodes.length
  if (page >= 0) {
    const was = state.pages[page]
    state.pages[page] = holds(state, pages[page], { failing: false })
    return was !== state.pages[page]
  }
  let changed = false
  for (const place of state.byNode[vertex] ?? []) changed = settlePlace(state, place) || changed
  return changed
}

function settlePlace(state: State, place: Place): boolean {
  const { node, above, rows } = place
  const was = { shown: place.shown, value: valueOf(place) }
  const open = above ? above.shown : state.pages[node.page] === true
  place.shown = open && holds(state, node.programs.visible, { rows, failing: false })
  fill(state, place)
  return was.shown !== place.shown || was.value !== valueOf(place)
}

/**
 * Hands a visible answer on to the rules. A visible group is there even when nothing in it is answered, so that what
 * a rule sees does not depend on the order of settling.
 */
function fill(state: State, place: Place): void {
  const { node } = place
  const value = !place.shown || node.silent ? null : node.computed ? compute(state, place) : place.raw
  if (isEmpty(value) && !(place.shown && node.holds === 'once')) delete place.in[node.field.key]
  else place.in[node.field.key] = value
}

function compute(state: State, place: Place): unknown {
  const { field, type, programs } = place.node
  try {
    const raw = programs.formula?.value(dataFor(state, place.rows)) ?? null
    const value = raw === null ? null : type?.clean(field, raw)
    return isEmpty(value) || blocks(type?.check(field, value) ?? []) ? null : value
  } catch (error) {
    note(state, error)
    return null
  }
}

function require(state: State, place: Place): void {
  const { node } = place
  place.required = place.shown && node.asked && isOwed(state, place)
}

function isOwed(state: State, { node, rows }: Place): boolean {
  if (node.programs.required) return holds(state, node.programs.required, { rows, failing: false })
  return node.field.required === true
}

interface Where {
  rows?: Record<string, unknown>[]
  /** What a rule by hand that fails counts as. */
  failing: boolean
}

/** Whether a condition holds; none always does. */
export function holds(state: State, program: Program | undefined, { rows = [], failing }: Where): boolean {
  if (!program) return true
  try {
    return program.bool(dataFor(state, rows))
  } catch (error) {
    note(state, error)
    return failing
  }
}

function note(state: State, error: unknown): void {
  if (!(error instanceof RuleError)) throw error
  state.errors.push(error)
}

// What was decoded from JSON is JSON; what was typed was cleaned into it.
function dataFor(state: State, rows: Record<string, unknown>[]): { root: JsonMap; rows: JsonMap[]; today: string } {
  return { root: state.root as JsonMap, rows: rows as JsonMap[], today: state.view.today }
}

/** The visible answer of a place. */
export function valueOf(place: Place): unknown {
  return place.in[place.node.field.key]
}
