import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Form, Rule } from '../../fields/types'
import type { Cell } from '../document/cell'
import { type Mended, mentions, type Use } from '../refactor/server'
import { find, outermost, pathOf } from './tree'
import { isWithin, pathsOf, usesOf } from './uses'

/** A place of another definition that names a field of this form. */
export interface Outside {
  path: string
  one: Mended
  use: Use
}

function pathsIn({ before }: Use): string[] {
  if (!before.startsWith('{')) return [before]
  const paths = pathsOf(JSON.parse(before) as Rule)
  return paths.map((path) => path.replace(/^(previous|answers)\./, ''))
}

/** Learns what other definitions name of the form that is open. It is asked for when the form is there, and again from time to time. */
export function useOutside(form: string, cell: Cell<readonly Outside[]>): void {
  const { data } = useQuery({
    queryKey: ['builder', 'mentions', form], queryFn: () => mentions({ kind: 'form', key: form }), staleTime: 30_000, retry: false, refetchInterval: 60_000,
  })
  useEffect(() => {
    if (data) cell.set(data.others.flatMap((one) => one.uses.flatMap((use) => pathsIn(use).map((path) => ({ path, one, use })))))
  }, [data, cell])
}

/** The places of other definitions that name a field or what is in it. */
export const outsideOf = (outside: readonly Outside[], path: string): Outside[] => outside.filter((each) => isWithin(each.path, path))

/** Whether something beside fields themselves names them: rules of other fields, or other definitions. */
export function isNamed(form: Form, ids: readonly string[], outside: readonly Outside[]): boolean {
  const gone = new Set<string>()
  const spots = outermost(form, ids).map((id) => find(form, id)!)
  for (const spot of spots) note(spot.node, gone)
  return spots.some((spot) => {
    const path = pathOf(spot)
    const paths = path === '' ? (spot.node.fields ?? []).map((field) => field.key) : [path]
    return paths.some((each) => outsideOf(outside, each).length > 0 || usesOf(form, each).some((use) => !gone.has(use.node)))
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
