import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../../api/client'

export type NameList = Schemas['NameList']
export type ListVersion = Schemas['ListVersion']
type All = Schemas['NameLists']

const key = ['nameLists']

/** All lists; read again and again while a job reads one, or looks at cases for what one brought. */
export const useLists = () =>
  useQuery({
    queryKey: key,
    queryFn: () => ask(api.GET('/lists')),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.lists.some((l) => l.versions.some((v) => v.state === 'reading' || (v.sweep && !v.sweep.endedAt))) ? 1500 : false),
  })

function useKept(): (next: NameList) => void {
  const client = useQueryClient()
  return (next) => {
    client.setQueryData<All>(key, (all) => all && { ...all, lists: [...all.lists.filter((l) => l.key !== next.key), next].sort((a, b) => (a.key < b.key ? -1 : 1)) })
    void client.invalidateQueries({ queryKey: key })
  }
}

export function useSaveList(list: string) {
  const kept = useKept()
  return useMutation({ mutationFn: (body: Schemas['SaveList']) => ask(api.PUT('/lists/{list}', { params: { path: { list } }, body })), onSuccess: kept })
}

export interface Files {
  files: readonly File[]
  activate: boolean
}

export function useLoadList(list: string) {
  const kept = useKept()
  return useMutation({
    mutationFn: ({ files, activate }: Files) =>
      ask(api.POST('/lists/{list}/versions', {
        params: { path: { list } },
        body: { activate: activate ? 'yes' : 'no', file: [] },
        bodySerializer: () => {
          const form = new FormData()
          form.append('activate', activate ? 'yes' : 'no')
          for (const file of files) form.append('file', file)
          return form
        },
      })),
    onSuccess: kept,
  })
}
