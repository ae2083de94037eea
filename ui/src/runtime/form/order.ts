import type { Query, Rule } from '../../fields/types'
import { findNode, type Tree } from './node'
import type { Node } from './types'

/** In which order the values of a form are settled, and what follows from what. */
export interface Order {
  order: number[]
  dependents: number[][]
  demanders: number[][]
}

/**
 * A field is settled after its container or page, and after what its visibility and its formula read. Publishing has
 * refused circles; should one come in, it is cut where it closes.
 */
export function settleOrder(tree: Tree): Order {
  const vertices = tree.nodes.length + tree.form.pages.length
  const waits = Array.from({ length: vertices }, (_, v) => waitsFor(tree, v))
  const dependents: number[][] = waits.map(() => [])
  waits.forEach((list, v) => list.forEach((w) => dependents[w]?.push(v)))
  const demanders: number[][] = waits.map(() => [])
  for (const node of tree.nodes) {
    for (const w of reads(tree, node, node.field.requiredWhen)) demanders[w]?.push(node.index)
  }
  return { order: sort(waits, tree.nodes.length), dependents, demanders }
}

/** Pages first, then fields; both in the order of asking. */
function sort(waits: number[][], fields: number): number[] {
  const sorted: number[] = []
  const seen = new Set<number>()
  const visit = (v: number) => {
    if (seen.has(v)) return
    seen.add(v)
    waits[v]?.forEach(visit)
    sorted.push(v)
  }
  for (let v = fields; v < waits.length; v++) visit(v)
  for (let v = 0; v < fields; v++) visit(v)
  return sorted
}

function waitsFor(tree: Tree, v: number): number[] {
  const node = tree.nodes[v]
  if (!node) return reads(tree, undefined, tree.form.pages[v - tree.nodes.length]?.visibleWhen)
  const above = node.parent?.index ?? tree.nodes.length + node.page
  const { visibleWhen, formula } = node.field
  return [...new Set([above, ...reads(tree, node, visibleWhen), ...reads(tree, node, formula)])]
}

/**
 * The fields that a rule reads, with the containers they stand in: rows that hold none of them count too. Who reads a
 * container from outside reads all that is in it.
 */
function reads(tree: Tree, node: Node | undefined, rule: Rule | undefined): number[] {
  if (!rule) return []
  const paths = rule.query ? queryPaths(rule.query) : celPaths(rule.cel ?? '', node?.rows ?? [])
  const found = new Set<number>()
  for (const path of paths) {
    const read = findNode(tree, path)
    if (!read) continue
    for (let at: Node | undefined = read; at; at = at.parent) found.add(at.index)
    if (!node || !isWithin(node.path, read.path) || !rule.query) below(read, found)
  }
  if (!rule.query) for (let at = node; at; at = at.parent) found.delete(at.index)
  return [...found]
}

function isWithin(path: string, container: string): boolean {
  return path.startsWith(`${container}.`) || path.startsWith(`${container}[].`)
}

function below(node: Node, found: Set<number>): void {
  for (const child of node.children) {
    found.add(child.index)
    below(child, found)
  }
}

function queryPaths(query: Query): string[] {
  return query.rules.flatMap((rule) =>
    'rules' in rule ? queryPaths(rule) : [rule.field, rule.valueField ?? ''].filter((path) => path !== ''),
  )
}

/**
 * What CEL by hand reads, read off its text: every chain of names that starts at a variable. More than it reads is no
 * harm; what runs over rows reads the whole list.
 */
function celPaths(cel: string, rows: string[]): string[] {
  const bases: Record<string, string> = { answers: '' }
  ;['row', 'parent', 'grandparent'].forEach((name, i) => {
    const repeat = rows[rows.length - 1 - i]
    if (repeat !== undefined) bases[name] = `${repeat}[]`
  })
  return [...cel.matchAll(chain)].flatMap(([, base, rest]) => {
    const at = bases[base ?? '']
    return at === undefined ? [] : [`${at}${keys(rest ?? '')}`.replace(/^\./, '')]
  })
}

const chain = /\b(answers|row|parent|grandparent)((?:\s*\??\.\s*[A-Za-z_]\w*|\s*\[\s*(?:"\w+"|'\w+')\s*\])*)/g

function keys(rest: string): string {
  return [...rest.matchAll(/\w+/g)].map(([key]) => `.${key}`).join('')
}
