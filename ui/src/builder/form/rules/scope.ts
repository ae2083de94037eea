import { fieldChecks } from '../../../fields/registry'
import type { Field, Form, Page, RuleType } from '../../../fields/types'
import { growTree, namesOf, scopeOf } from '../../../runtime/form/node'
import type { Scope } from '../../../runtime/rule'
import { find, isPage, pathOf, walk } from '../tree'

/** Something that a rule may read: an answer of the form, or what a pipeline knows of a case. */
export interface Readable {
  path: string
  type: RuleType
  /** The field that is asked; a part of an answer has that of the whole. */
  field?: Field
  /** What stands around it, outermost first. */
  above: (Page | Field)[]
  /** The last key, where it is a part of an answer. */
  part?: string
  /** It is an answer of each row of a repeat that the rule does not stand in itself. */
  isOutside: boolean
  /** What it is called, where no field says it. */
  label?: string
  /** What it may be, where no field says it. */
  options?: readonly { value: string; label: string }[]
  /** Under which heading it is offered. */
  group?: string
}

/** The repeats that a node stands in. */
function rowsOf(form: Form, id: string): string[] {
  const spot = find(form, id)
  if (!spot || isPage(spot.node)) return []
  return spot.above.filter((each): each is Field => !isPage(each) && each.type === 'repeat').map((each) => pathOf(find(form, each.id)!))
}

/** What the rules of a node see; "" is the form. */
export function scopeFor(form: Form, id: string): Scope {
  const tree = growTree(form)
  return scopeOf(namesOf(tree), tree.nodes.find((node) => node.field.id === id))
}

/** Everything that a rule of a node may compare, in the order of the form. */
export function readables(form: Form, id: string): Readable[] {
  const inside = rowsOf(form, id).map((path) => `${path}[]`)
  const isOutside = (path: string): boolean => path.includes('[]') && !inside.some((row) => path.startsWith(row))
  const out: Readable[] = []
  walk(form, (spot) => {
    const { node: field, above } = spot
    if (isPage(field) || field.id === id) return
    const check = fieldChecks[field.type]
    if (!check || check.silent) return
    const path = pathOf(spot)
    out.push({ path, type: check.ruleType(field) ?? 'any', field, above, isOutside: isOutside(path) })
    for (const part of check.members?.(field) ?? []) {
      out.push({ path: `${path}.${part.key}`, type: part.type, field, above, part: part.key, isOutside: isOutside(path) })
    }
  })
  return out
}
