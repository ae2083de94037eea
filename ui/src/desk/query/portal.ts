import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas, tenantPrefix } from '../../api/client'
import { useIdempotency } from './idempotency'
import { keys } from './keys'

export type ChecklistItem = Schemas['ChecklistItem']
export type SparedItem = Schemas['SparedItem']
export type Post = Schemas['Post']

const at = (id: string) => ({ path: { case: id } })
const checklist = (id: string) => [...keys.case(id), 'checklist'] as const
const thread = (id: string) => [...keys.case(id), 'thread'] as const

export const useChecklist = (id: string) =>
  useQuery({ queryKey: checklist(id), queryFn: () => ask(api.GET('/cases/{case}/checklist', { params: at(id) })) })

export function useTick(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ item, done }: { item: string; done: boolean }) => ask(api.PUT('/cases/{case}/items/{item}', { params: { path: { case: id, item } }, body: { done } })),
    onSuccess: (next) => {
      client.setQueryData(checklist(id), next)
      void client.invalidateQueries({ queryKey: keys.events(id) })
    },
  })
}

export const useThread = (id: string) =>
  useQuery({ queryKey: thread(id), queryFn: () => ask(api.GET('/cases/{case}/thread', { params: at(id) })).then((r) => r.posts), refetchInterval: 20_000 })

export function useReply(id: string) {
  const client = useQueryClient()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: (body: Schemas['NewPost']) => ask(api.POST('/cases/{case}/thread', { params: { ...at(id), header: { 'Idempotency-Key': keyFor(body) } }, body })),
    onSuccess: ({ posts }) => {
      done()
      client.setQueryData(thread(id), posts)
    },
  })
}

export const useReadThread = (id: string) =>
  useMutation({ mutationFn: () => ask(api.POST('/cases/{case}/thread/read', { params: at(id) })) })

/** Opens the applicant's pages in this window, as one who types for the applicant. */
export const useAssist = (id: string) =>
  useMutation({
    mutationFn: () => ask(api.POST('/cases/{case}/assist', { params: at(id) })),
    onSuccess: ({ pipeline }) => location.assign(`${tenantPrefix(location.pathname)}/apply/${encodeURIComponent(pipeline)}/list`),
  })
