import { apart, type Graph, type Home, homeKey, together } from './graph'
import { equal, isObject, type Json, type JsonObject } from './json'
import { mergedMarks, unmarked } from './outdated'

/** A place that both sides changed, each to something else. Ours was taken; theirs is kept here to be chosen instead. */
export interface Conflict {
  /** Id of the node; "" for the whole. */
  node: string
  /** Keys from the node down; empty when the node itself was deleted on one side and changed on the other. */
  path: string[]
  base: Json
  ours: Json
  theirs: Json
}

export interface Merged<T> {
  merged: T
  conflicts: Conflict[]
}

interface Sides<T> {
  base: T
  ours: T
  theirs: T
}

/**
 * Merges two changes of one definition. What one side changed is taken; where both did, ours is, and a conflict says so.
 * A node deleted on one side and changed on the other stays. Pages and fields are the same wherever they were moved to.
 */
export function merge<T extends object>(base: T, ours: T, theirs: T): Merged<T> {
  if (theirs === base || ours === theirs) return { merged: ours, conflicts: [] }
  if (ours === base) return { merged: theirs, conflicts: [] }
  const [b, o, t] = [base, ours, theirs].map((side) => unmarked(side as JsonObject)) as [JsonObject, JsonObject, JsonObject]
  const { merged, conflicts } = mergeTrees({ base: b, ours: o, theirs: t })
  return { merged: mergedMarks(merged as T, { base, ours, theirs }), conflicts }
}

function mergeTrees(trees: Sides<JsonObject>): Merged<JsonObject> {
  const sides = { base: apart(trees.base), ours: apart(trees.ours), theirs: apart(trees.theirs) }
  if (sides.base && sides.ours && sides.theirs) return mergeGraphs(sides as Sides<Graph>)
  const conflicts: Conflict[] = []
  const merged = mergeValue(trees, { node: '', path: [], conflicts })
  return { merged: merged as JsonObject, conflicts }
}

interface Place {
  node: string
  path: string[]
  conflicts: Conflict[]
}

function mergeGraphs(sides: Sides<Graph>): Merged<JsonObject> {
  const conflicts: Conflict[] = []
  const at = (node: string): Place => ({ node, path: [], conflicts })
  const pick = <V>(read: (g: Graph) => V): Sides<V> => ({ base: read(sides.base), ours: read(sides.ours), theirs: read(sides.theirs) })
  const root = mergeValue(pick((g) => g.root as Json), at('')) as JsonObject
  const living = survivors(sides, conflicts)
  const nodes = new Map<string, JsonObject>()
  const homes = new Map<string, Home>()
  for (const id of living) {
    const said = pick((g) => g.nodes.get(id) as Json)
    nodes.set(id, mergeNode(said, at(id)))
    homes.set(id, mergeHome(pick((g) => g.homes.get(id))))
  }
  straighten(homes, sides)
  const lists = new Map<string, string[]>()
  const keys = new Set([...homes.values()].map(homeKey))
  for (const key of keys) {
    const members = new Set([...homes].filter(([, home]) => homeKey(home) === key).map(([id]) => id))
    lists.set(key, mergeOrder(pick((g) => g.lists.get(key) ?? []), members))
  }
  return { merged: together({ root, nodes, homes, lists }), conflicts }
}

/** The nodes that stay: those that no side deleted, those that one side deleted and the other changed, and their owners. */
function survivors({ base, ours, theirs }: Sides<Graph>, conflicts: Conflict[]): Set<string> {
  const living = new Set<string>()
  for (const id of new Set([...base.nodes.keys(), ...ours.nodes.keys(), ...theirs.nodes.keys()])) {
    const [b, o, t] = [base.nodes.get(id), ours.nodes.get(id), theirs.nodes.get(id)]
    const other = o ?? t
    if (other === undefined) continue
    const isTouched = !equal(b, other) || !equal(base.homes.get(id) as unknown as Json, (o ? ours : theirs).homes.get(id) as unknown as Json)
    if ((o && t) || !b || isTouched) living.add(id)
    if (b && !(o && t) && isTouched) conflicts.push({ node: id, path: [], base: b, ours: o, theirs: t })
  }
  for (const id of living) {
    // A Set gives what is added on the way, so that owners of owners come too.
    const owner = (ours.homes.get(id) ?? theirs.homes.get(id))?.owner
    const theirOwner = theirs.homes.get(id)?.owner
    for (const each of [owner, theirOwner]) if (each && !living.has(each)) living.add(each)
  }
  return living
}

function mergeNode(said: Sides<Json>, place: Place): JsonObject {
  if (!isObject(said.ours)) return (said.theirs ?? said.base) as JsonObject
  if (!isObject(said.theirs)) return said.ours
  return mergeValue(said, place) as JsonObject
}

function mergeHome({ base, ours, theirs }: Sides<Home | undefined>): Home {
  const isMovedByUs = ours && (!base || homeKey(ours) !== homeKey(base))
  return ((isMovedByUs ? ours : (theirs ?? ours)) ?? base) as Home
}

/** Two moves that are sound alone can put a group into itself. Then ours alone count. */
function straighten(homes: Map<string, Home>, sides: Sides<Graph>): void {
  for (const id of homes.keys()) {
    if (!isCircular(homes, id)) continue
    for (const [other] of homes) {
      const home = sides.ours.homes.get(other)
      if (home && homes.has(other)) homes.set(other, home)
    }
    return
  }
}

function isCircular(homes: Map<string, Home>, id: string): boolean {
  const seen = new Set<string>()
  for (let at = id; at !== ''; at = homes.get(at)?.owner ?? '') {
    if (seen.has(at)) return true
    seen.add(at)
  }
  return false
}

/** The members in the order of the side that ordered them anew; what the other side added stands behind its neighbour there. */
function mergeOrder({ base, ours, theirs }: Sides<string[]>, members: Set<string>): string[] {
  const common = (list: string[]): string[] => list.filter((id) => base.includes(id) && ours.includes(id) && theirs.includes(id))
  const [first, second] = equal(common(ours), common(base)) ? [theirs, ours] : [ours, theirs]
  const order = first.filter((id) => members.has(id))
  let before = ''
  for (const id of second.filter((each) => members.has(each))) {
    if (!order.includes(id)) order.splice(order.indexOf(before) + 1, 0, id)
    before = id
  }
  return [...order, ...[...members].filter((id) => !order.includes(id))]
}

function mergeValue({ base, ours, theirs }: Sides<Json>, place: Place): Json {
  if (equal(ours, theirs) || equal(theirs, base)) return ours
  if (equal(ours, base)) return theirs
  if (isObject(ours) && isObject(theirs)) return mergeObject({ base: isObject(base) ? base : {}, ours, theirs }, place)
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    const merged = mergeList({ base: Array.isArray(base) ? base : [], ours, theirs }, place)
    if (merged) return merged
  }
  place.conflicts.push({ node: place.node, path: place.path, base, ours, theirs })
  return ours === undefined ? theirs : ours
}

function mergeObject({ base, ours, theirs }: Sides<JsonObject>, place: Place): JsonObject {
  const merged: JsonObject = {}
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const value = mergeValue({ base: base[key], ours: ours[key], theirs: theirs[key] }, { ...place, path: [...place.path, key] })
    if (value !== undefined) merged[key] = value
  }
  return merged
}

/** What tells the members of a list apart: their key or value, or themselves. Undefined when something is there twice. */
function named(list: Json[]): Map<string, Json> | undefined {
  const byName = new Map<string, Json>()
  for (const item of list) {
    const name = isObject(item) ? (item.key ?? item.value) : item
    if (typeof name !== 'string' || byName.has(name)) return undefined
    byName.set(name, item)
  }
  return byName
}

function mergeList(lists: Sides<Json[]>, place: Place): Json[] | undefined {
  const [base, ours, theirs] = [named(lists.base), named(lists.ours), named(lists.theirs)]
  if (!base || !ours || !theirs) return undefined
  const items = new Map<string, Json>()
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const value = mergeValue({ base: base.get(name), ours: ours.get(name), theirs: theirs.get(name) }, { ...place, path: [...place.path, name] })
    if (value !== undefined) items.set(name, value)
  }
  const order = mergeOrder({ base: [...base.keys()], ours: [...ours.keys()], theirs: [...theirs.keys()] }, new Set(items.keys()))
  return order.map((name) => items.get(name))
}
