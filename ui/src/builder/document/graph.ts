import { isObject, type Json, type JsonObject } from './json'

// A definition is a tree whose nodes (pages, fields) are known by id wherever they stand. As a graph, what a node says of
// itself and where it stands are apart: one person may rename a field while another moves it to the next page.

/** The list that a node stands in: the property of another node, or of the whole ("") . */
export interface Home {
  owner: string
  list: string
}

export interface Graph {
  root: JsonObject
  /** Every node without its nodes, by id. */
  nodes: Map<string, JsonObject>
  homes: Map<string, Home>
  /** Ids in order, by homeKey. */
  lists: Map<string, string[]>
}

export const homeKey = ({ owner, list }: Home): string => `${owner}\n${list}`

const isNodes = (value: Json): value is JsonObject[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => isObject(item) && typeof item.id === 'string')

/** Takes a definition apart. Undefined when two nodes have one id: it cannot be told then which is which. */
export function apart(definition: JsonObject): Graph | undefined {
  const graph: Graph = { root: {}, nodes: new Map(), homes: new Map(), lists: new Map() }
  const own = (owner: string, node: JsonObject): JsonObject | undefined => {
    const said: JsonObject = {}
    for (const [key, value] of Object.entries(node)) {
      if (!isNodes(value)) {
        said[key] = value
        continue
      }
      said[key] = []
      if (!value.every((child) => add({ owner, list: key }, child))) return undefined
    }
    return said
  }
  const add = (home: Home, node: JsonObject): boolean => {
    const id = node.id as string
    if (graph.homes.has(id)) return false
    graph.homes.set(id, home)
    graph.lists.set(homeKey(home), [...(graph.lists.get(homeKey(home)) ?? []), id])
    const said = own(id, node)
    if (said) graph.nodes.set(id, said)
    return said !== undefined
  }
  const root = own('', definition)
  return root && { ...graph, root }
}

/** Puts a definition together again. Nodes whose owner is not there are left out. */
export function together(graph: Graph): JsonObject {
  const children = new Map<string, [string, string[]][]>()
  for (const [key, ids] of graph.lists) {
    const [owner = '', list = ''] = key.split('\n')
    children.set(owner, [...(children.get(owner) ?? []), [list, ids]])
  }
  const build = (id: string, said: JsonObject): JsonObject => {
    const node = { ...said }
    for (const [list, ids] of children.get(id) ?? []) {
      const inner = ids.map((child) => build(child, graph.nodes.get(child) ?? {}))
      if (inner.length > 0 || list in said) node[list] = inner
    }
    return node
  }
  return build('', graph.root)
}
