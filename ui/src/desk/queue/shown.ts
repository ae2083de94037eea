import { useState } from 'react'
import type { CaseRow } from '../query/queues'

/** A row as it stands in the list; one that has left it stays until somebody looks for what is new. */
export type ShownRow = CaseRow & { gone?: true }

export interface Shown {
  rows: readonly ShownRow[]
  fresh: number
  gone: number
}

/** The rows in their places, as they are now, with what has come and what has left. */
export function settled(held: readonly CaseRow[], now: readonly CaseRow[]): Shown {
  const known = new Map(now.map((r) => [r.id, r]))
  const ids = new Set(held.map((r) => r.id))
  const rows = held.map((r): ShownRow => known.get(r.id) ?? { ...r, gone: true })
  return { rows, fresh: now.filter((r) => !ids.has(r.id)).length, gone: rows.filter((r) => r.gone).length }
}

interface Held {
  rows: readonly CaseRow[]
  pages: number
  view: string
}

interface Asked {
  rows: readonly CaseRow[] | undefined
  /** How many pages were read; what the reader asked for stands at once. */
  pages: number
  /** What was asked for: another question begins anew. */
  view: string
  /** The answer is to this question and was asked for since the list is there. */
  isSettled: boolean
}

/** Keeps rows where they are while others change the list, so that none moves away from under the pointer. */
export function useShown({ rows, pages, view, isSettled }: Asked): Shown & { show: () => void } {
  const [held, hold] = useState<Held>()
  const show = (): void => hold(rows && { rows, pages, view })
  const fits = held !== undefined && held.pages === pages && held.view === view
  if (!rows || !isSettled || !fits || held.rows.length === 0) {
    if (rows && isSettled && (!fits || (held.rows.length === 0 && rows.length > 0))) show()
    return { rows: rows ?? [], fresh: 0, gone: 0, show }
  }
  return { ...settled(held.rows, rows), show }
}
