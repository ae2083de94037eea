import { useMutation, useQuery } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../../api/client'
import { useRefreshed } from './cases'
import { useIdempotency } from './idempotency'
import { keys } from './keys'

export type Call = Schemas['Call']

/** What systems outside were told of a case, newest first. */
export const useCalls = (id: string) =>
  useQuery({ queryKey: keys.calls(id), queryFn: () => ask(api.GET('/cases/{case}/calls', { params: { path: { case: id } } })).then((r) => r.calls) })

/** Puts one answer right. */
export function useMend(id: string) {
  const { keyFor, done } = useIdempotency()
  const refreshed = useRefreshed(id)
  return useMutation({
    mutationFn: (body: Schemas['Mending']) =>
      ask(api.POST('/cases/{case}/mend', { params: { path: { case: id }, header: { 'Idempotency-Key': keyFor(body) } }, body })),
    onSuccess: (next) => {
      done()
      refreshed(next)
    },
  })
}
