import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import { useIdempotency } from '../desk/query/idempotency'

export type Sharing = Schemas['Sharing']
export type Invitee = Schemas['Invitee']
export type Invited = Schemas['Invitations']['people'][number]

const at = (pipeline: string) => ({ path: { pipeline } })
const sharing = (pipeline: string) => ['share', pipeline] as const

/** The pipelines that people can apply for. */
export const useEntrances = () =>
  useQuery({ queryKey: ['share'], queryFn: () => ask(api.GET('/brand')).then((b) => b.entrances ?? []) })

export const useSharing = (pipeline: string) =>
  useQuery({ queryKey: sharing(pipeline), queryFn: () => ask(api.GET('/pipelines/{pipeline}/share', { params: at(pipeline) })), enabled: pipeline !== '' })

export function useSaveSharing(pipeline: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['SaveSharing']) => ask(api.PUT('/pipelines/{pipeline}/share', { params: at(pipeline), body })),
    onSuccess: (next) => client.setQueryData(sharing(pipeline), next),
  })
}

const invitees = (pipeline: string) => ['invitees', pipeline] as const

/** The people who were invited. Letters go out meanwhile, so it is looked at anew while there is one page. */
export const useInvitees = (pipeline: string) =>
  useInfiniteQuery({
    queryKey: invitees(pipeline),
    initialPageParam: '',
    queryFn: ({ pageParam }) => ask(api.GET('/pipelines/{pipeline}/invitations', { params: { ...at(pipeline), query: { cursor: pageParam || undefined } } })),
    getNextPageParam: (page) => page.next || undefined,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : 15_000),
  })

export function useInviteAgain(pipeline: string) {
  const client = useQueryClient()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: (id: string) => ask(api.POST('/cases/{case}/invitation', { params: { path: { case: id }, header: { 'Idempotency-Key': keyFor(id) } } })),
    onSuccess: () => {
      done()
      return client.invalidateQueries({ queryKey: invitees(pipeline) })
    },
  })
}

export function useUninvite(pipeline: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ask(api.DELETE('/cases/{case}/invitation', { params: { path: { case: id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: invitees(pipeline) }),
  })
}

export function useInvite(pipeline: string) {
  const client = useQueryClient()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: (body: Schemas['Invitation']) =>
      ask(api.POST('/pipelines/{pipeline}/invitations', { params: { ...at(pipeline), header: { 'Idempotency-Key': keyFor(body) } }, body })).then((r) => r.people),
    onSuccess: (_, { dry }) => {
      done()
      if (!dry) void client.invalidateQueries({ queryKey: invitees(pipeline) })
    },
  })
}

/** Starts a case for a person who is here, and opens the applicant's pages. */
export function useReceive(pipeline: string, arrive: (pipeline: string) => void) {
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: (locale: string) =>
      ask(api.POST('/pipelines/{pipeline}/assist', { params: { ...at(pipeline), header: { 'Idempotency-Key': keyFor(locale) } }, body: { locale } })),
    onSuccess: (begun) => {
      done()
      arrive(begun.pipeline)
    },
  })
}

export const useFeedback = () => useQuery({ queryKey: ['feedback'], queryFn: () => ask(api.GET('/feedback')) })
