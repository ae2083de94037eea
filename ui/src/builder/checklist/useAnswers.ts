import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ask } from '../../api/client'
import { keys } from '../../desk/query/keys'
import type { Readable } from '../form/rules/scope'
import { useSpeech } from '../pipeline/editing'
import { answersOf, type Names, useAnswerReadables, useForm } from '../pipeline/names'
import type { Pipeline } from '../pipeline/types'

/** The form that a checklist is about: that of the pipeline which uses it, else the one of the same key. */
function useFormKey(checklist: string): string {
  const { data = [] } = useQuery({ queryKey: keys.definitions, queryFn: () => ask(api.GET('/definitions')).then((r) => r.definitions), staleTime: 30_000 })
  const pipelines = useQueries({
    queries: data.filter((d) => d.kind === 'pipeline').map(({ key }) => ({
      queryKey: keys.definition('pipeline', key),
      queryFn: () => ask(api.GET('/definitions/{kind}/{key}', { params: { path: { kind: 'pipeline' as const, key } } })),
      staleTime: 30_000,
    })),
  })
  const drafts = pipelines.map((query) => query.data?.draft as unknown as Pipeline | undefined)
  return drafts.find((p) => p?.checklist === checklist)?.form ?? checklist
}

/** The answers that the items of a checklist can cover and its rules can read. */
export function useAnswers(checklist: string): { names: Names; readables: readonly Readable[] } {
  const i18n = useSpeech()
  const form = useForm(useFormKey(checklist))
  const readables = useAnswerReadables(form)
  return useMemo(() => ({ names: answersOf(form, i18n), readables }), [form, i18n, readables])
}
