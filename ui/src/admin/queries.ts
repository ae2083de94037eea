import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import { useIdempotency } from '../desk/query/idempotency'
import { keys } from '../desk/query/keys'

export type Member = Schemas['Member']
export type PolicySet = Schemas['PolicySet']
export type Message = Schemas['Message']
export type Kind = Schemas['Kind']

export const useMembers = (enabled = true) =>
  useQuery({ queryKey: keys.members, queryFn: () => ask(api.GET('/members')).then((r) => r.members), enabled })

export function useAddMember() {
  const client = useQueryClient()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: (body: Schemas['NewMember']) => ask(api.POST('/members', { params: { header: { 'Idempotency-Key': keyFor(body) } }, body })),
    onSuccess: () => {
      done()
      return client.invalidateQueries({ queryKey: keys.members })
    },
  })
}

export function useChangeMember() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: Schemas['ChangeMember'] & { id: string }) => ask(api.PATCH('/members/{member}', { params: { path: { member: id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.members }),
  })
}

export function useReplacePolicies() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: PolicySet) => ask(api.PUT('/policies', { body })),
    onSuccess: (next) => {
      client.setQueryData(keys.policies, next)
      void client.invalidateQueries({ queryKey: keys.session })
    },
  })
}

/** Which messages are wanted; what is left out limits nothing. */
export interface OutboxFilter {
  state?: Schemas['MessageState']
  address?: string
}

export const useOutbox = (filter: OutboxFilter) =>
  useInfiniteQuery({
    queryKey: [...keys.outbox, filter],
    initialPageParam: '',
    queryFn: ({ pageParam }) => ask(api.GET('/outbox', { params: { query: { ...filter, cursor: pageParam || undefined, limit: 50 } } })),
    getNextPageParam: (page) => page.cursor || undefined,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : 15_000),
  })

export const useDefinitions = () =>
  useQuery({ queryKey: keys.definitions, queryFn: () => ask(api.GET('/definitions')).then((r) => r.definitions) })

const at = (kind: Kind, key: string) => ({ path: { kind, key } })

export const useDefinition = (kind: Kind, key: string) =>
  useQuery({ queryKey: keys.definition(kind, key), queryFn: () => ask(api.GET('/definitions/{kind}/{key}', { params: at(kind, key) })) })

export const useCheckDraft = (kind: Kind, key: string) =>
  useMutation({ mutationFn: () => ask(api.POST('/definitions/{kind}/{key}/check', { params: at(kind, key) })).then((r) => r.findings) })

/** Makes drafts of a definition under new keys. */
export function useDuplicate(kind: Kind, key: string) {
  const client = useQueryClient()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: (body: Schemas['Duplicate']) => ask(api.POST('/definitions/{kind}/{key}/duplicate', { params: { ...at(kind, key), header: { 'Idempotency-Key': keyFor(body) } }, body })).then((r) => r.definitions),
    onSuccess: () => {
      done()
      return client.invalidateQueries({ queryKey: keys.definitions })
    },
  })
}

export const useAudit = () => useQuery({ queryKey: [...keys.audit, 'report'], queryFn: () => ask(api.GET('/audit')), staleTime: Infinity, refetchOnWindowFocus: false })

export type AuditEvent = Schemas['AuditEvent']

export const useAuditEvents = () =>
  useInfiniteQuery({
    queryKey: keys.auditEvents,
    initialPageParam: '',
    queryFn: ({ pageParam }) => ask(api.GET('/audit/events', { params: { query: { cursor: pageParam || undefined, limit: 50 } } })),
    getNextPageParam: (page) => page.cursor || undefined,
  })
