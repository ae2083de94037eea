import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import { useIdempotency } from '../desk/query/idempotency'

export type Sharing = Schemas['Sharing']
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

export function useInvite(pipeline: string) {
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: (body: Schemas['Invitation']) =>
      ask(api.POST('/pipelines/{pipeline}/invitations', { params: { ...at(pipeline), header: { 'Idempotency-Key': keyFor(body) } }, body })).then((r) => r.people),
    onSuccess: done,
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
