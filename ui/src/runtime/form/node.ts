import { fieldChecks } from '../../fields/registry'
import type { Field, Form, RuleName } from '../../fields/types'
import type { Scope } from '../rule'
import type { Node } from './types'

/** A form with its fields found. */
export interface Tree {
  form: Form
  nodes: Node[]
  roots: Node[][]
  byPath: Map<string, Node>
  members: Map<string, Node>
}

/** What is above a field: a page or another field. */
interface Above {
  page: number
  staff: boolean
  node?: Node
}

export function growTree(form: Form): Tree {
  const tree: Tree = { form, nodes: [], roots: [], byPath: new Map(), members: new Map() }
  tree.roots = form.pages.map((page, i) => grow(tree, page.fields, { page: i, staff: page.staffOnly === true }))
  tree.members = new Map(tree.roots.flat().map((node) => [node.field.key, node]))
  return tree
}

function grow(tree: Tree, fields: Field[], above: Above): Node[] {
  return fields.map((field) => {
    const node = stand(field, tree.nodes.length, above)
    tree.nodes.push(node)
    if (!tree.byPath.has(node.path)) tree.byPath.set(node.path, node)
    node.children = grow(tree, field.fields ?? [], { page: above.page, staff: node.staff, node })
    node.members = new Map(node.children.map((child) => [child.field.key, child]))
    return node
  })
}

function stand(field: Field, index: number, { page, staff, node: parent }: Above): Node {
  const type = fieldChecks[field.type]
  const holds = type?.repeats === undefined ? undefined : type.repeats ? 'rows' : 'once'
  const silent = type?.silent === true
  const computed = field.formula !== undefined
  const inRows = parent?.holds === 'rows'
  return {
    field, type, index, page, parent, holds, silent, computed,
    path: parent ? `${parent.path}${inRows ? '[]' : ''}.${field.key}` : field.key,
    rows: parent ? (inRows ? [...parent.rows, parent.path] : parent.rows) : [],
    staff: staff || field.staffOnly === true,
    asked: type !== undefined && !silent && !computed && holds !== 'once',
    children: [], members: new Map(), programs: { validations: [] },
  }
}

/** The field that a path of a rule reads. Parts of an answer (of a bank account) are not fields of their own. */
export function findNode(tree: Tree, path: string): Node | undefined {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const node = tree.byPath.get(at)
    if (node) return node
  }
  return undefined
}

/** Everything that rules of the form can see. */
export function namesOf(tree: Tree): RuleName[] {
  const names = tree.roots.flatMap(nodeNames)
  return [...names, { key: 'previous', type: 'group', members: names }, { key: 'checks', type: 'any' }, { key: 'case', type: 'any' }]
}

export function scopeOf(names: RuleName[], node?: Node): Scope {
  return { names, rows: node?.rows ?? [] }
}

function nodeNames(nodes: Node[]): RuleName[] {
  return nodes.filter((node) => node.type && !node.silent).map(nodeName)
}

function nodeName(node: Node): RuleName {
  const { field, type } = node
  return {
    key: field.key,
    type: type?.ruleType(field) ?? 'any',
    options: field.options?.length ? field.options.map((o) => o.value) : undefined,
    members: node.holds ? nodeNames(node.children) : type?.members?.(field),
  }
}
