import { useQuery } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../../api/client'
import { keys } from './keys'

export type Mention = Schemas['Mention']
export type Colleague = Schemas['ColleagueName']

/** The notes that speak to me, the latest first. */
export const useMentions = () =>
  useQuery({ queryKey: keys.mentions, queryFn: () => ask(api.GET('/mentions')).then((r) => r.mentions), refetchInterval: 60_000 })

/** Whom a note of a group can speak to; asked for when somebody begins a name. */
export const useMentionable = (id: string, group: string, isWanted: boolean) =>
  useQuery({
    queryKey: keys.mentionable(id, group),
    enabled: isWanted,
    queryFn: () => ask(api.GET('/cases/{case}/mentionable', { params: { path: { case: id }, query: { group } } })).then((r) => r.colleagues),
  })
