import { useRef } from 'react'
import { useSearchParams } from 'react-router'
import { useQueueCases } from '../query/queues'
import { caseHref } from '../queue/CaseTable'
import { paramsOf, viewOf } from '../queue/view'

interface Neighbours {
  /** Back to the list that the case was opened from. */
  list: string | undefined
  next: { href: string; name: string } | undefined
  previous: { href: string; name: string } | undefined
}

/** The cases before and after this one in the list that it was opened from. */
export function useNeighbours(id: string): Neighbours {
  const [params] = useSearchParams()
  const queue = params.get('queue') ?? ''
  const view = viewOf(params)
  const { data } = useQueueCases(queue, view, queue !== '')
  const rows = data?.pages.flatMap((p) => p.cases) ?? []
  const at = rows.findIndex((r) => r.id === id)
  // A decided case leaves the list; what came after it is then where it was.
  const place = useRef(-1)
  if (at >= 0) place.current = at
  const link = (i: number): Neighbours['next'] => {
    const row = rows[i]
    return row && row.id !== id ? { href: caseHref(row.id, queue, view), name: row.name || row.reference } : undefined
  }
  const back = paramsOf(view).toString()
  return {
    list: queue ? `/queues/${queue}${back && `?${back}`}` : undefined,
    next: at >= 0 ? link(at + 1) : (link(Math.max(place.current, 0)) ?? link(0)),
    previous: at > 0 ? link(at - 1) : undefined,
  }
}
