import { useCallback, useSyncExternalStore } from 'react'
import { Cell } from '../document/cell'
import { useDraft } from '../frame/draftContext'
import type { Made } from './server'

const cells = new WeakMap<object, Cell<readonly Made[]>>()

function cellOf(draft: object): Cell<readonly Made[]> {
  const cell = cells.get(draft) ?? new Cell<readonly Made[]>([])
  cells.set(draft, cell)
  return cell
}

/** The changes that reached other definitions while this draft was open, and how to note one. */
export function useMade(): { all: readonly Made[]; note: (made: Made) => void } {
  const cell = cellOf(useDraft())
  const note = useCallback((made: Made) => cell.set([...cell.get().filter((each) => each.id !== made.id), made]), [cell])
  return { all: useSyncExternalStore(cell.subscribe, cell.get), note }
}
