import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type Storage = Schemas['Storage']
export type Retention = Schemas['Retention']
export type StorageStep = Schemas['StorageStep']

const key = ['storage']

/** While something does not answer it is asked again, so that the page tells when it is back. */
export const useStorage = () =>
  useQuery({
    queryKey: key,
    queryFn: () => ask(api.GET('/storage')),
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => (state.data && (!state.data.answers || state.data.scanned === 'silent') ? 10_000 : false),
  })

/** Does something, and reads anew what is known of the storage. */
function useChange<V, R>(mutationFn: (v: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: () => client.invalidateQueries({ queryKey: key }) })
}

export const useTestStorage = () => useMutation({ mutationFn: () => ask(api.POST('/storage/test')).then((r) => r.steps) })
export const useInspect = () => useChange(() => ask(api.POST('/storage/inspect')))
export const useSaveRetention = () => useChange((body: Retention) => ask(api.PUT('/storage/retention', { body })))
export const usePreview = () => useMutation({ mutationFn: (body: Retention) => ask(api.POST('/storage/retention/preview', { body })).then((r) => r.files) })
export const useHold = () => useChange((body: Schemas['NewHold']) => ask(api.POST('/storage/holds', { body })))
export const useUnhold = () => useChange((id: string) => ask(api.DELETE('/storage/holds/{case}', { params: { path: { case: id } } })))
