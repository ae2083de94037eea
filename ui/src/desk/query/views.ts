import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, apiBase, ask, FaultError, isFault, ownHeaders, ownWord, type Schemas } from '../../api/client'
import type { ListView } from '../queue/view'
import { useIdempotency } from './idempotency'
import { keys } from './keys'

export type View = Schemas['View']
export type ViewList = Schemas['ViewList']
export type Run = Schemas['Run']
export type QueueAct = Schemas['QueueAct']
export type SaveView = Schemas['SaveView']
type Values = Schemas['ValueList']['values']
type Found = Schemas['FoundList']['cases']

/** All that a queue can be filtered and sorted by, and what can be done to many of its cases. */
export const useColumns = (queue: string) =>
  useQuery({ queryKey: keys.columns(queue), queryFn: () => ask(api.GET('/queues/{queue}/columns', { params: { path: { queue } } })), staleTime: 60_000 })

/** How many cases a filter finds; asked only where there is one. */
export const useCount = (queue: string, view: ListView) =>
  useQuery({
    queryKey: keys.count(queue, view),
    enabled: !!view.search || view.filters.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask(api.GET('/queues/{queue}/count', { signal, params: { path: { queue }, query: { search: view.search || undefined, filter: [...view.filters] } } })),
  })

export const useValues = (queue: string, column: string, begins: string, enabled: boolean) =>
  useQuery<Values>({
    queryKey: keys.values(queue, column, begins),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    queryFn: ({ signal }) => ask(api.GET('/queues/{queue}/values', { signal, params: { path: { queue }, query: { column, begins: begins || undefined } } })).then((r) => r.values),
  })

export const useViews = (queue: string) =>
  useQuery({ queryKey: keys.views(queue), queryFn: () => ask(api.GET('/queues/{queue}/views', { params: { path: { queue } } })) })

/** Changes views, and reads them anew. */
function useViewChange<T, R>(queue: string, change: (input: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: keys.views(queue) }) })
}

export const useSaveView = (queue: string) =>
  useViewChange(queue, (body: SaveView) => ask(api.POST('/queues/{queue}/views', { params: { path: { queue }, header: { 'Idempotency-Key': ownWord() } }, body })))

export const useChangeView = (queue: string) =>
  useViewChange(queue, ({ id, ...body }: SaveView & { id: string }) => ask(api.PUT('/views/{view}', { params: { path: { view: id } }, body })))

export const useDeleteView = (queue: string) =>
  useViewChange(queue, (view: string) => ask(api.DELETE('/views/{view}', { params: { path: { view } } })))

export const useDefaultView = (queue: string) =>
  useViewChange(queue, (view: string) => ask(api.PUT('/queues/{queue}/default-view', { params: { path: { queue } }, body: { view } })))

export const useStartRun = (queue: string) =>
  useMutation({ mutationFn: (body: Schemas['StartRun']) => ask(api.POST('/queues/{queue}/runs', { params: { path: { queue }, header: { 'Idempotency-Key': ownWord() } }, body })) })

const pace = 700

/** How a run stands; followed until it has ended. */
export const useRun = (id: string) =>
  useQuery({
    queryKey: keys.run(id),
    queryFn: () => ask(api.GET('/runs/{run}', { params: { path: { run: id } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? pace : false),
  })

/** My latest runs, without their cases. */
export const useRuns = () => useQuery({ queryKey: keys.runs, staleTime: 0, queryFn: () => ask(api.GET('/runs')).then((r) => r.runs) })

/** Gives the cases of a run back; resolves with the run that does so. */
export function useUndoRun(id: string) {
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: () => ask(api.POST('/runs/{run}/undo', { params: { path: { run: id }, header: { 'Idempotency-Key': keyFor(id) } } })),
    onSuccess: done,
  })
}

export function useCancelRun(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => ask(api.DELETE('/runs/{run}', { params: { path: { run: id } } })),
    onSuccess: (run) => client.setQueryData(keys.run(id), run),
  })
}

/** Cases of all queues, once two letters are typed. */
export const useFound = (search: string) =>
  useQuery<Found>({
    queryKey: keys.found(search),
    enabled: search.trim().length >= 2,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask(api.GET('/search', { signal, params: { query: { search: search.trim() } } })).then((r) => r.cases),
  })

/** Reads a file as it comes, and says how much has. */
async function received(response: Response, onPart: (bytes: number) => void): Promise<Blob> {
  const parts: BlobPart[] = []
  let bytes = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    parts.push(part.value as Uint8Array<ArrayBuffer>)
    onPart((bytes += part.value.length))
  }
  return new Blob(parts, { type: response.headers.get('Content-Type') ?? '' })
}

/** Fetches an export and hands it to the browser under the name that the server gives it. */
export async function download(queue: string, body: Schemas['Export'], onPart: (bytes: number) => void): Promise<void> {
  const response = await fetch(`${apiBase()}/queues/${encodeURIComponent(queue)}/exports`, {
    method: 'POST', credentials: 'same-origin', headers: { ...ownHeaders(), 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  })
  if (!response.ok) {
    const said: unknown = await response.json().catch(() => undefined)
    throw isFault(said) ? new FaultError(said, response.status) : new Error(String(response.status))
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await received(response, onPart))
  link.download = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? `${queue}.${body.format}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
