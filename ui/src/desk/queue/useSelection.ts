import { useRef, useState } from 'react'
import type { Selection } from './CaseTable'

/** Chooses among what is in the list; what has left the list is chosen no more. */
export function useSelection(ids: readonly string[]): Selection & { clear: () => void } {
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set())
  const last = useRef<string>(undefined)
  const there = new Set(ids.filter((id) => chosen.has(id)))
  const toggle = (id: string, isRange: boolean): void => {
    const [from, to] = [ids.indexOf(last.current ?? id), ids.indexOf(id)].sort((a, b) => a - b) as [number, number]
    const range = isRange && from >= 0 ? ids.slice(from, to + 1) : [id]
    const on = !there.has(id)
    choose(new Set(on ? [...there, ...range] : [...there].filter((x) => !range.includes(x))))
    last.current = id
  }
  const toggleAll = (): void => choose(new Set(there.size === ids.length ? [] : ids))
  const clear = (): void => choose(new Set())
  return { ids: there, toggle, toggleAll, clear }
}
