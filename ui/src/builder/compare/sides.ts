import { equal, type Json, type JsonObject } from '../document/json'

export type Mark = 'added' | 'removed' | 'changed' | 'moved' | 'same'

/** One line of two versions beside each other; a side is undefined where that version does not have it. */
export interface Row {
  id: string
  before: JsonObject | undefined
  after: JsonObject | undefined
  mark: Mark
}

const idOf = (node: JsonObject): string => String(node.id ?? node.key)

/** The members of two lists beside each other, in the order of the later one; what is gone stands where it was. */
export function align(before: readonly JsonObject[], after: readonly JsonObject[], elsewhere?: (id: string) => boolean): Row[] {
  const [was, is] = [before, after].map((list) => new Map(list.map((node) => [idOf(node), node])))
  const rows: Row[] = after.map((node) => {
    const id = idOf(node)
    const old = was!.get(id)
    const mark: Mark = old ? (equal(old as Json, node as Json) ? 'same' : 'changed') : elsewhere?.(id) ? 'moved' : 'added'
    return { id, before: old, after: node, mark }
  })
  before.forEach((node, index) => {
    const id = idOf(node)
    if (is!.has(id)) return
    const neighbour = before.slice(0, index).reverse().find((other) => rows.some((r) => r.id === idOf(other)))
    const at = neighbour ? rows.findIndex((r) => r.id === idOf(neighbour)) + 1 : 0
    rows.splice(at, 0, { id, before: node, after: undefined, mark: elsewhere?.(id) ? 'moved' : 'removed' })
  })
  return rows
}

/** Rows in turn, with those that did not change gathered: they are told by their number. */
export function folded(rows: readonly Row[]): (Row | Row[])[] {
  const out: (Row | Row[])[] = []
  for (const row of rows) {
    const last = out.at(-1)
    if (row.mark !== 'same') out.push(row)
    else if (Array.isArray(last)) last.push(row)
    else out.push([row])
  }
  return out
}
