import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, FaultError, type Schemas, tenantPrefix } from '../../api/client'
import { keys } from '../../desk/query/keys'
import type { Draft } from '../document/draft'
import { useDraft } from '../frame/draftContext'
import { saved } from '../frame/saved'
import type { Address } from '../frame/server'

export type Tryout = Schemas['Tryout']
export type Person = Schemas['MadePerson']

/** Who acts where nobody of the staff does. */
export const applicant = 'applicant'

/** A page that is loaded anew finds the try-out that it was showing: its id is kept for this window alone. */
function memoryOf({ kind, key }: Address) {
  const name = `esteira.tryout ${tenantPrefix(location.pathname)} ${kind} ${key}`
  return {
    read: (): string | null => sessionStorage.getItem(name),
    write: (id: string | null): void => (id === null ? sessionStorage.removeItem(name) : sessionStorage.setItem(name, id)),
  }
}

const at = (id: string) => ({ params: { path: { tryout: id } } })

const get = (id: string): Promise<Tryout> => ask(api.GET('/tryouts/{tryout}', at(id)))

export const isGone = (error: unknown): boolean => error instanceof FaultError && (error.status === 404 || error.status === 410)

interface Wish extends Address {
  pipeline: string | undefined
  locale: string
}

/** Opens a try-out of the draft: what is tried is what is on the screen. */
async function open({ kind, key, pipeline, locale }: Wish, draft: Draft<object>): Promise<Tryout> {
  await saved(draft)
  return ask(api.POST('/definitions/{kind}/{key}/tryout', { params: { path: { kind, key } }, body: { locale, ...(pipeline && { pipeline }) } }))
}

const every = 2_000

/** The try-out of a definition: the one that this window has open, else a new one. It is asked again and again while it is looked at. */
export function useTryout(address: Address, locale: string) {
  const client = useQueryClient()
  const draft = useDraft<object>()
  const [memory] = useState(() => memoryOf(address))
  const queryKey = keys.tryout(address.kind, address.key)
  const take = (tryout: Tryout): Tryout => {
    memory.write(tryout.id)
    client.setQueryData(queryKey, tryout)
    return tryout
  }
  const query = useQuery({
    queryKey,
    queryFn: async () => {
      const known = client.getQueryData<Tryout>(queryKey)?.id
      if (known) return get(known)
      const kept = memory.read()
      const found = kept === null ? undefined : await get(kept).catch((error: unknown) => (isGone(error) ? undefined : Promise.reject(error as Error)))
      const tryout = found ?? (await open({ ...address, pipeline: undefined, locale }, draft))
      memory.write(tryout.id)
      return tryout
    },
    refetchInterval: (q) => (q.state.data && !isGone(q.state.error) ? every : false),
    gcTime: 0,
    retry: false,
  })
  /** Begins with the draft as it is now: the same kind of try-out, or a new one where it is gone or another pipeline is wished. */
  const begin = useMutation({
    mutationFn: async ({ pipeline, isFresh }: { pipeline?: string; isFresh?: boolean }) => {
      await client.cancelQueries({ queryKey })
      const id = client.getQueryData<Tryout>(queryKey)?.id
      if (!id || isFresh) return take(await open({ ...address, pipeline, locale }, draft))
      await saved(draft)
      return take(await ask(api.POST('/tryouts/{tryout}/restart', at(id))))
    },
  })
  const close = useMutation({
    mutationFn: async () => {
      const id = client.getQueryData<Tryout>(queryKey)?.id
      await client.cancelQueries({ queryKey })
      if (id) await ask(api.DELETE('/tryouts/{tryout}', at(id))).catch((error: unknown) => (isGone(error) ? undefined : Promise.reject(error as Error)))
      memory.write(null)
    },
  })
  return { ...query, begin, close, take }
}

/** Something that changes a try-out and answers with what became of it. */
function useChange<B>(tryout: Tryout, ask: (id: string, body: B) => Promise<Tryout>) {
  const client = useQueryClient()
  const queryKey = keys.tryout(tryout.kind, tryout.key)
  return useMutation({
    mutationFn: async (body: B) => {
      await client.cancelQueries({ queryKey })
      return ask(tryout.id, body)
    },
    onSuccess: (next) => client.setQueryData(queryKey, next),
    // What was done until then stays done.
    onError: (error) => isCutShort(error) && client.invalidateQueries({ queryKey }),
  })
}

/** So much became due on the way that the clock stopped early: it stands further on than before. */
export const isCutShort = (error: unknown): boolean => error instanceof FaultError && error.fault.key === 'tryout.too_much'

/** Moves the clock of the sandbox. */
export const useAdvance = (tryout: Tryout) =>
  useChange(tryout, (id, body: Schemas['AdvanceClock']) => ask(api.POST('/tryouts/{tryout}/advance', { ...at(id), body })))

/** Chooses what a check from outside answers. */
export const useCheckResult = (tryout: Tryout) =>
  useChange(tryout, (id, body: Schemas['ChosenResult']) => ask(api.POST('/tryouts/{tryout}/check-result', { ...at(id), body })))

/** Makes the browser one of the made people; answers with the page to show. */
export const useActAs = (tryout: Tryout) =>
  useMutation({ mutationFn: (person: string) => ask(api.POST('/tryouts/{tryout}/as', { ...at(tryout.id), body: { person } })) })

/** What was done so far, as a scenario. */
export const scenarioOf = (id: string): Promise<Schemas['Scenario']> => ask(api.GET('/tryouts/{tryout}/scenario', at(id)))
