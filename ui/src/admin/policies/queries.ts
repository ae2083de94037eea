import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../../api/client'
import { keys } from '../../desk/query/keys'
import type { PolicySet } from '../queries'
import type { Right } from './judge'

export type Area = Schemas['Area']
export type Preview = Schemas['PolicyPreview']
export type Decided = Schemas['Decided']

/** What policies can speak of here. */
export const useAreas = (enabled = true) =>
  useQuery({ queryKey: [...keys.policies, 'areas'], queryFn: () => ask(api.GET('/policies/areas')).then((r) => r.areas), staleTime: 60_000, enabled })

export const usePreview = () => useMutation({ mutationFn: (body: PolicySet) => ask(api.POST('/policies/preview', { body })) })

export const useWho = (right: Right | undefined) =>
  useQuery({
    queryKey: [...keys.policies, 'who', right],
    queryFn: () => ask(api.GET('/policies/who', { params: { query: right! } })),
    enabled: right !== undefined,
    placeholderData: keepPreviousData,
  })

export const useWhy = (right: Right | undefined, member: string) =>
  useQuery({
    queryKey: [...keys.policies, 'why', right, member],
    queryFn: () => ask(api.GET('/policies/why', { params: { query: { ...right!, member } } })),
    enabled: right !== undefined && member !== '',
    placeholderData: keepPreviousData,
  })
