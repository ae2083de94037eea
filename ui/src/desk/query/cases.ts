import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api, ask, FaultError, type Schemas } from '../../api/client'
import { useIdempotency } from './idempotency'
import { keys } from './keys'

export type Case = Schemas['Case']
/** A case after something was done to it, or that it went to where its reader may not follow. */
export type CaseAfter = Schemas['CaseAfter']
export type Datum = Schemas['Datum']
export type CheckResult = Schemas['CheckResult']
export type PossibleAction = Schemas['PossibleAction']
export type Approvals = Schemas['Approvals']
export type ScoreResult = Schemas['ScoreResult']
export type RequestedItem = Schemas['RequestedItem']
export type Document = Schemas['Document']
export type Event = Schemas['Event']

const at = (id: string) => ({ path: { case: id } })

const beat = 20_000

/** What is known is shown at once, and asked for anew when a case is opened or looked at again, and while it is: decisions are made on it. */
export const useCase = (id: string, isHere: boolean) =>
  useQuery({
    enabled: isHere,
    queryKey: keys.case(id),
    queryFn: () => ask(api.GET('/cases/{case}', { params: at(id) })),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.error instanceof FaultError ? false : beat),
  })

/** What stands beside a case is as old as the case: it is read anew when somebody changed it. */
export function useFollow(id: string, revision: number): void {
  const client = useQueryClient()
  const known = useRef(revision)
  useEffect(() => {
    if (known.current === revision) return
    known.current = revision
    void client.invalidateQueries({ queryKey: keys.case(id), predicate: (q) => q.queryKey.length > 2 })
  }, [client, id, revision])
}

export const useEvents = (id: string) =>
  useQuery({ queryKey: keys.events(id), queryFn: () => ask(api.GET('/cases/{case}/events', { params: at(id) })).then((r) => r.events) })

export const useCaseMessages = (id: string) =>
  useQuery({
    queryKey: keys.messages(id),
    queryFn: () => ask(api.GET('/cases/{case}/messages', { params: at(id) })).then((r) => r.messages),
  })

export const useEvidence = (id: string) =>
  useQuery({ queryKey: keys.evidence(id), queryFn: () => ask(api.GET('/cases/{case}/evidence', { params: at(id) })), retry: false })

/** A link lives some minutes; it is asked for anew when it is about to end. */
export const useDocumentLink = (id: string, document: string) =>
  useQuery({
    queryKey: keys.link(id, document),
    queryFn: () => ask(api.GET('/cases/{case}/documents/{document}/link', { params: { path: { case: id, document } } })),
    staleTime: ({ state }) => Math.max(0, new Date(state.data?.expiresAt ?? 0).getTime() - Date.now() - 30_000),
    gcTime: 60_000,
  })

/** Forgets what a change of a case made old, and keeps the case that came back with it. */
export function useRefreshed(id: string): (next?: CaseAfter) => void {
  const client = useQueryClient()
  return (next) => {
    if (next && !('gone' in next)) client.setQueryData(keys.case(id), next)
    if (!next || !('gone' in next)) void client.invalidateQueries({ queryKey: keys.case(id), ...(next && { predicate: (q) => q.queryKey.length > 2 }) })
    void client.invalidateQueries({ queryKey: keys.queues })
    void client.invalidateQueries({ queryKey: keys.lists })
  }
}

export function useAct(id: string) {
  const { keyFor, done } = useIdempotency()
  const refreshed = useRefreshed(id)
  return useMutation({
    mutationFn: (body: Schemas['Action']) =>
      ask(api.POST('/cases/{case}/actions', { params: { ...at(id), header: { 'Idempotency-Key': keyFor(body) } }, body })),
    onSuccess: (next) => {
      done()
      refreshed(next)
    },
  })
}

export function useRequestItems(id: string) {
  const { keyFor, done } = useIdempotency()
  const refreshed = useRefreshed(id)
  return useMutation({
    mutationFn: (body: Schemas['RequestItems']) =>
      ask(api.POST('/cases/{case}/requests', { params: { ...at(id), header: { 'Idempotency-Key': keyFor(body) } }, body })),
    onSuccess: (next) => {
      done()
      refreshed(next)
    },
  })
}

/** Takes back one item that the applicant was asked for. */
export function useWithdrawItem(id: string) {
  const { keyFor, done } = useIdempotency()
  const refreshed = useRefreshed(id)
  return useMutation({
    mutationFn: (item: string) =>
      ask(api.DELETE('/cases/{case}/requests/{item}', { params: { path: { case: id, item }, header: { 'Idempotency-Key': keyFor(item) } } })),
    onSuccess: (next) => {
      done()
      refreshed(next)
    },
  })
}

/** Takes one of several cases, or gives it back. */
export function useClaimAny() {
  const client = useQueryClient()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: ({ id, take }: { id: string; take: boolean }) => claimed(id, take, keyFor({ id, take })),
    onSuccess: (next, { id }) => {
      done()
      client.setQueryData(keys.case(id), next)
      void client.invalidateQueries({ queryKey: keys.lists })
    },
  })
}

function claimed(id: string, take: boolean, key: string): Promise<Case> {
  const params = { ...at(id), header: { 'Idempotency-Key': key } }
  return ask(take ? api.POST('/cases/{case}/claim', { params }) : api.DELETE('/cases/{case}/claim', { params }))
}

/** Takes the case, or gives it back. */
export function useClaim(id: string) {
  const { keyFor, done } = useIdempotency()
  const refreshed = useRefreshed(id)
  return useMutation({
    mutationFn: (take: boolean) => claimed(id, take, keyFor(take)),
    onSuccess: (next) => {
      done()
      refreshed(next)
    },
  })
}

export function useAddNote(id: string) {
  const client = useQueryClient()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: (body: Schemas['NewNote']) =>
      ask(api.POST('/cases/{case}/notes', { params: { ...at(id), header: { 'Idempotency-Key': keyFor(body) } }, body })),
    onSuccess: () => {
      done()
      return client.invalidateQueries({ queryKey: keys.events(id) })
    },
  })
}

/** A revealed answer is never kept in the cache: who closes it has closed it. */
export const useReveal = (id: string) =>
  useMutation({ mutationFn: (body: Schemas['Reveal']) => ask(api.POST('/cases/{case}/reveal', { params: at(id), body })), gcTime: 0 })

export function useJudge(id: string) {
  const { keyFor, done } = useIdempotency()
  const refreshed = useRefreshed(id)
  return useMutation({
    mutationFn: ({ document, ...body }: Schemas['Verdict'] & { document: string }) => {
      const params = { path: { case: id, document }, header: { 'Idempotency-Key': keyFor({ document, ...body }) } }
      return ask(api.POST('/cases/{case}/documents/{document}/verdict', { params, body }))
    },
    onSuccess: () => {
      done()
      refreshed()
    },
  })
}

export function useSaveStaffPage(id: string) {
  const refreshed = useRefreshed(id)
  return useMutation({
    mutationFn: ({ page, ...body }: Schemas['SaveStaffPage'] & { page: string }) =>
      ask(api.PUT('/cases/{case}/pages/{page}', { params: { path: { case: id, page } }, body })),
    onSuccess: () => refreshed(),
  })
}
