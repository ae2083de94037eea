import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Form, Rule } from '../../fields/types'
import type { Cell } from '../document/cell'
import { type Mended, mentions, mentionsKey, type Use } from '../refactor/server'
import { find, outermost, pathOf } from './tree'
import { isWithin, pathsOf, usesOf } from './uses'

/** A place of another definition that names a field of this form. */
export interface Outside {
  path: string
  one: Mended
  use: Use
}

/** What is known of them; undefined before the server answered, and when it did not. */
export type Known = readonly Outside[] | undefined

function pathsIn({ before }: Use): string[] {
  if (!before.startsWith('{')) return [before]
  const paths = pathsOf(JSON.parse(before) as Rule)
  return paths.map((path) => path.replace(/^(previous|answers)\./, ''))
}

/** Learns what other definitions name of the form that is open. It is asked for when the form is there, and again from time to time. */
export function useOutside(form: string, cell: Cell<Known>): void {
  const { data, isError } = useQuery({
    queryKey: [...mentionsKey, form], queryFn: () => mentions({ kind: 'form', key: form }), staleTime: 30_000, retry: false, refetchInterval: 60_000, networkMode: 'always',
  })
  useEffect(() => {
    cell.set(data && !isError ? data.others.flatMap((one) => one.uses.flatMap((use) => pathsIn(use).map((path) => ({ path, one, use })))) : undefined)
  }, [data, isError, cell])
}

/** The places of other definitions that name a field or what is in it, as far as they are known. */
export const outsideOf = (outside: Known, path: string): Outside[] => (outside ?? []).filter((each) => isWithin(each.path, path))

/** Whether another definition may name a field or what is in it: until it is known, any may. */
export const mayBeNamed = (outside: Known, path: string): boolean => !outside || outsideOf(outside, path).length > 0

/** Whether something beside fields themselves may name them: rules of other fields, or other definitions. */
export function isNamed(form: Form, ids: readonly string[], outside: Known): boolean {
  const gone = new Set<string>()
  const spots = outermost(form, ids).map((id) => find(form, id)!)
  for (const spot of spots) note(spot.node, gone)
  return spots.some((spot) => {
    const path = pathOf(spot)
    const paths = path === '' ? (spot.node.fields ?? []).map((field) => field.key) : [path]
    return paths.some((each) => mayBeNamed(outside, each) || usesOf(form, each).some((use) => !gone.has(use.node)))
  })
}

function note(node: { id: string; fields?: { id: string }[] }, ids: Set<string>): void {
  ids.add(node.id)
  node.fields?.forEach((inner) => note(inner, ids))
}

/** The paths of what is deleted: of a page, those of its fields. */
export function pathsToDelete(form: Form, ids: readonly string[]): string[] {
  return outermost(form, ids).flatMap((id) => {
    const spot = find(form, id)!
    const path = pathOf(spot)
    return path === '' ? (spot.node.fields ?? []).map((field) => field.key) : [path]
  })
}
