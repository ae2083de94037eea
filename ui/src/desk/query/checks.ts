import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../../api/client'
import { useRefreshed } from './cases'
import { keys } from './keys'

export type CheckPage = Schemas['CheckPage']
export type ListHit = Schemas['ListHit']

const keyOf = (id: string, check: string) => [...keys.case(id), 'check', check] as const
const at = (id: string, check: string) => ({ params: { path: { case: id, check } } })

/** All that is known of one check; read anew while it is being asked. */
export const useCheckPage = (id: string, check: string) =>
  useQuery({
    queryKey: keyOf(id, check),
    queryFn: () => ask(api.GET('/cases/{case}/checks/{check}', at(id, check))),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.check.result === 'pending' ? 2000 : false),
  })

/** What a member does about a check: asks it anew, clears an entry, puts another result in its place. */
export type Look =
  | { do: 'ask'; body: Schemas['AskCheck'] }
  | { do: 'clear'; body: Schemas['ClearHit'] }
  | { do: 'overrule'; body: Schemas['OverruleCheck'] }

export function useLook(id: string, check: string) {
  const client = useQueryClient()
  const refreshed = useRefreshed(id)
  return useMutation({
    mutationFn: (look: Look) => {
      switch (look.do) {
        case 'ask': return ask(api.POST('/cases/{case}/checks/{check}/ask', { ...at(id, check), body: look.body }))
        case 'clear': return ask(api.POST('/cases/{case}/checks/{check}/clear', { ...at(id, check), body: look.body }))
        case 'overrule': return ask(api.POST('/cases/{case}/checks/{check}/overrule', { ...at(id, check), body: look.body }))
      }
    },
    onSuccess: (next) => {
      if ('gone' in next) return refreshed(next)
      client.setQueryData(keyOf(id, check), next)
      refreshed()
    },
  })
}
