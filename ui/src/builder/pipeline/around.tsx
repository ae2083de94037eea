import { useQueries, useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { api, ask } from '../../api/client'
import { keys } from '../../desk/query/keys'
import type { Readable } from '../form/rules/scope'
import { useSpeech } from './editing'
import { checksOf, type Names, readablesOf } from './names'
import type { Check, Pipeline } from './types'

/** The drafts of all pipelines, as far as they have arrived. */
export function usePipelines(): readonly Pipeline[] {
  const { data = [] } = useQuery({ queryKey: keys.definitions, queryFn: () => ask(api.GET('/definitions')).then((r) => r.definitions), staleTime: 30_000 })
  return useQueries({
    queries: data.filter((d) => d.kind === 'pipeline').map(({ key }) => ({
      queryKey: keys.definition('pipeline', key),
      queryFn: () => ask(api.GET('/definitions/{kind}/{key}', { params: { path: { kind: 'pipeline' as const, key } } })),
      staleTime: 30_000,
    })),
    combine: (all) => all.flatMap((query) => (query.data ? [query.data.draft as unknown as Pipeline] : [])),
  })
}

/** The checks of the pipelines in which a form or a checklist is used, each key once. */
export function useChecksAround(kind: 'form' | 'checklist', key: string): readonly Check[] {
  const pipelines = usePipelines()
  return useMemo(() => {
    const all = pipelines.filter((p) => p[kind] === key).flatMap((p) => p.checks ?? [])
    return all.filter((check, i) => all.findIndex((each) => each.key === check.key) === i)
  }, [pipelines, kind, key])
}

interface Around {
  names: Names
  readables: readonly Readable[]
}

const Context = createContext<Around>({ names: [], readables: [] })

/** What rules of a form can read beside its answers: what checks came to, in the pipelines that use it. */
export const useAround = (): Around => useContext(Context)

export function AroundProvider({ form, children }: { form: string; children: ReactNode }) {
  const i18n = useSpeech()
  const checks = useChecksAround('form', form)
  const around = useMemo(() => {
    const names = checksOf(checks, i18n)
    return { names, readables: readablesOf(names, i18n) }
  }, [checks, i18n])
  return <Context value={around}>{children}</Context>
}
