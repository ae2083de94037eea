import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../../api/client'
import { type Case, useRefreshed } from './cases'
import { useIdempotency } from './idempotency'
import { keys } from './keys'

export type Absence = Schemas['Absence']
export type Assignee = Schemas['Assignee']

const at = (id: string) => ({ path: { case: id } })

/** How many cases of each queue I have not read, and of which there may be more. */
export const useUnread = () =>
  useQuery({ queryKey: keys.unread, queryFn: () => ask(api.GET('/queues/unread')), refetchInterval: 60_000 })

/** Marks a case as read or unread, for me alone. */
export function useMark() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, read }: { id: string; read: boolean }) => ask(api.PUT('/cases/{case}/mark', { params: at(id), body: { read } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.unread })
      void client.invalidateQueries({ queryKey: keys.mentions })
      void client.invalidateQueries({ queryKey: keys.lists })
    },
  })
}

/** Takes the next case of a queue, and resolves with its id; undefined when none is left. */
export function useNext(queue: string) {
  const client = useQueryClient()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: (except: string | undefined) => {
      const body = except ? { except } : {}
      return ask(api.POST('/queues/{queue}/next', { params: { path: { queue }, header: { 'Idempotency-Key': keyFor(body) } }, body })).then((r) => r.case)
    },
    onSuccess: () => {
      done()
      void client.invalidateQueries({ queryKey: keys.queues })
    },
  })
}

export const useAssignees = (id: string) =>
  useQuery({ queryKey: keys.assignees(id), staleTime: 0, queryFn: () => ask(api.GET('/cases/{case}/assignee', { params: at(id) })).then((r) => r.assignees) })

/** Who may take cases of a queue, for giving many at once. */
export const useQueueAssignees = (queue: string) =>
  useQuery({ queryKey: keys.queueAssignees(queue), staleTime: 0, queryFn: () => ask(api.GET('/queues/{queue}/assignees', { params: { path: { queue } } })).then((r) => r.assignees) })

export function useAssign(id: string) {
  const { keyFor, done } = useIdempotency()
  const refreshed = useRefreshed(id)
  return useMutation({
    mutationFn: (body: Schemas['AssignCase']) => ask(api.PUT('/cases/{case}/assignee', { params: { ...at(id), header: { 'Idempotency-Key': keyFor(body) } }, body })),
    onSuccess: (next: Case) => {
      done()
      refreshed(next)
    },
  })
}

export function useTakeOver(id: string) {
  const { keyFor, done } = useIdempotency()
  const refreshed = useRefreshed(id)
  return useMutation({
    mutationFn: () => ask(api.POST('/cases/{case}/takeover', { params: { ...at(id), header: { 'Idempotency-Key': keyFor('') } } })),
    onSuccess: (next: Case) => {
      done()
      refreshed(next)
    },
  })
}

/** All queues, who works them, and how their cases find somebody. */
export const useTeams = () =>
  useQuery({ queryKey: keys.queueSettings(), queryFn: () => ask(api.GET('/queues/settings')).then((r) => r.queues) })

export const useQueueSettings = (queue: string) =>
  useQuery({ queryKey: keys.queueSettings(queue), staleTime: 0, queryFn: () => ask(api.GET('/queues/{queue}/settings', { params: { path: { queue } } })) })

export function useSaveQueueSettings(queue: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['QueueSettings']) => ask(api.PUT('/queues/{queue}/settings', { params: { path: { queue } }, body })),
    onSuccess: (next) => {
      client.setQueryData(keys.queueSettings(queue), next)
      void client.invalidateQueries({ queryKey: keys.queueSettings(), exact: true })
    },
  })
}

/** Who is or will be away, and who could be. */
/** Colleagues change these too and no event tells of it, so that each screen asks anew. */
export const useAbsences = () => useQuery({ queryKey: keys.absences, staleTime: 0, queryFn: () => ask(api.GET('/absences')) })

export function useAddAbsence() {
  const client = useQueryClient()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: (body: Schemas['NewAbsence']) => ask(api.POST('/absences', { params: { header: { 'Idempotency-Key': keyFor(body) } }, body })),
    onSuccess: (next) => {
      done()
      client.setQueryData(keys.absences, next)
    },
  })
}

export function useEndAbsence() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (absence: string) => ask(api.DELETE('/absences/{absence}', { params: { path: { absence } } })),
    onSuccess: (next) => client.setQueryData(keys.absences, next),
  })
}
