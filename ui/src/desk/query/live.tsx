import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { apiBase, type Schemas } from '../../api/client'
import { keys } from './keys'

type Changes = Schemas['Changes']

const Context = createContext(true)

/** Whether changes of others come by themselves just now; where not, screens look for them more often. */
export const useIsLive = (): boolean => useContext(Context)

const rest = 1000
const pauses: readonly number[] = [1000, 2000, 5000, 10_000, 30_000]

/** Forgets what changes made old. Nothing is told of what they are: it is asked for anew. */
function forget(client: QueryClient, queues: ReadonlySet<string>, cases: ReadonlySet<string>, all: boolean): void {
  const stale = (queryKey: readonly unknown[]): void => void client.invalidateQueries({ queryKey })
  stale(keys.queues)
  stale(keys.unread)
  if (all) {
    stale(keys.lists)
    stale(['case'])
    return
  }
  for (const queue of queues) stale(keys.listsOf(queue))
  for (const id of cases) stale(keys.case(id))
}

/** Gathers changes, so that a busy minute does not ask for the same again and again. */
function gatherer(client: QueryClient) {
  let queues = new Set<string>()
  let cases = new Set<string>()
  let all = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0
  const flush = (): void => {
    timer = undefined
    last = Date.now()
    forget(client, queues, cases, all)
    queues = new Set()
    cases = new Set()
    all = false
  }
  return {
    add: (changes: Changes): void => {
      for (const q of changes.queues) queues.add(q)
      for (const c of changes.cases) cases.add(c)
      all ||= changes.all ?? false
      timer ??= setTimeout(flush, Math.max(0, last + rest - Date.now()))
    },
    stop: (): void => clearTimeout(timer),
  }
}

/** Listens as long as the window is looked at, and comes back by itself after a break; then all may have changed. */
export function listen(client: QueryClient, onState: (isLive: boolean) => void): () => void {
  const news = gatherer(client)
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let tries = 0
  let isLost = false
  const close = (): void => {
    clearTimeout(timer)
    source?.close()
    source = undefined
  }
  const open = (): void => {
    close()
    if (document.visibilityState === 'hidden') return
    source = new EventSource(`${apiBase()}/events`)
    source.onopen = () => {
      if (isLost) news.add({ queues: [], cases: [], all: true })
      isLost = false
      tries = 0
      onState(true)
    }
    source.addEventListener('change', (event: MessageEvent<string>) => news.add(JSON.parse(event.data) as Changes))
    source.onerror = () => {
      close()
      isLost = true
      if (tries > 0) onState(false) // one break is no news: servers start anew
      const pause = pauses[Math.min(tries++, pauses.length - 1)] ?? 0
      timer = setTimeout(open, pause * (0.75 + Math.random() / 2))
    }
  }
  const look = (): void => {
    if (document.visibilityState === 'hidden') {
      isLost = true
      close()
    } else open()
  }
  open()
  document.addEventListener('visibilitychange', look)
  return () => {
    document.removeEventListener('visibilitychange', look)
    close()
    news.stop()
  }
}

/** Keeps what is on the screen as fresh as the server knows it. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [isLive, setLive] = useState(true)
  useEffect(() => listen(client, setLive), [client])
  return <Context value={isLive}>{children}</Context>
}
