import { cleanLeaf, isEmpty, isObject } from './clean'
import type { Answers, Place, State, View } from './types'

/**
 * The fields whose answers differ from those of a state, with their places brought up to date; undefined when rows
 * came or went, or anything else but answers changed: then all is laid out anew.
 */
export function changesSince(before: State, view: View): ReadonlySet<number> | undefined {
  const was = before.view
  if (was.facts !== view.facts || was.today !== view.today || was.audience !== view.audience) return undefined
  const changed = new Map<Place, unknown>()
  const diff = new Diff(before, changed)
  if (!diff.level(was.answers, view.answers, '')) return undefined
  const nodes = new Set<number>()
  for (const [place, given] of changed) {
    place.given = given
    if (place.node.holds || place.node.computed) continue
    place.raw = cleanLeaf(place.node, given)
    nodes.add(place.node.index)
  }
  return nodes
}

class Diff {
  constructor(
    private readonly state: State,
    private readonly changed: Map<Place, unknown>,
  ) {}

  /** Compares the members of one container; false when places came or went. */
  level(was: Answers, now: Answers, prefix: string): boolean {
    if (was === now) return true
    return [...new Set([...Object.keys(was), ...Object.keys(now)])].every(
      (key) => was[key] === now[key] || this.member(was[key], now[key], `${prefix}/${key}`),
    )
  }

  private member(was: unknown, now: unknown, pointer: string): boolean {
    const place = this.state.byPointer.get(pointer)
    if (!place) return true // not a field of the form
    this.changed.set(place, now)
    if (place.node.holds === 'once') return this.group(was, now, pointer)
    if (place.node.holds === 'rows') return this.rows(was, now, pointer)
    return true
  }

  private group(was: unknown, now: unknown, pointer: string): boolean {
    const fits = (value: unknown) => isObject(value) || isEmpty(value)
    return fits(was) && fits(now) && this.level(isObject(was) ? was : {}, isObject(now) ? now : {}, pointer)
  }

  private rows(was: unknown, now: unknown, pointer: string): boolean {
    if (!Array.isArray(was) || !Array.isArray(now) || was.length !== now.length) return false
    return now.every((row: unknown, i) => {
      const old: unknown = was[i]
      return row === old || (isObject(row) && isObject(old) && this.level(old, row, `${pointer}/${i}`))
    })
  }
}
