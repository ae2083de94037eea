import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, ask } from '../../api/client'
import { keys } from '../../desk/query/keys'
import type { Readable } from '../form/rules/scope'
import { useSpeech } from '../pipeline/editing'
import { answersOf, type Names, useAnswerReadables, useForm } from '../pipeline/names'
import type { Pipeline } from '../pipeline/types'

export interface FormOf {
  /** "" while there is none. */
  key: string
  isKnown: boolean
  choose: (key: string) => void
}

const memory = (checklist: string): string => `esteira.checklist.form.${location.pathname.split('/')[2] ?? ''}.${checklist}`

/** What was chosen before; a browser without storage forgets it with the window. */
function remembered(checklist: string): string {
  try {
    return localStorage.getItem(memory(checklist)) ?? ''
  } catch {
    return ''
  }
}

function remember(checklist: string, form: string): void {
  try {
    localStorage.setItem(memory(checklist), form)
  } catch {
    // It still holds in this window.
  }
}

/** The form that a checklist is about: the one that was chosen here, that of the pipeline which uses it, or the one of the same key. */
function useFormOf(checklist: string): FormOf {
  const [chosen, setChosen] = useState(() => remembered(checklist))
  const { data = [] } = useQuery({ queryKey: keys.definitions, queryFn: () => ask(api.GET('/definitions')).then((r) => r.definitions), staleTime: 30_000 })
  const pipelines = useQueries({
    queries: data.filter((d) => d.kind === 'pipeline').map(({ key }) => ({
      queryKey: keys.definition('pipeline', key),
      queryFn: () => ask(api.GET('/definitions/{kind}/{key}', { params: { path: { kind: 'pipeline' as const, key } } })),
      staleTime: 30_000,
    })),
  })
  const drafts = pipelines.map((query) => query.data?.draft as unknown as Pipeline | undefined)
  const isForm = (key: string | undefined): key is string => data.some((d) => d.kind === 'form' && d.key === key)
  const key = [chosen, drafts.find((p) => p?.checklist === checklist)?.form, checklist].find(isForm) ?? ''
  const choose = (next: string): void => {
    remember(checklist, next)
    setChosen(next)
  }
  return { key, isKnown: key !== '', choose }
}

/** The answers that the items of a checklist can cover and its rules can read. */
export function useAnswers(checklist: string): { names: Names; readables: readonly Readable[]; form: FormOf } {
  const i18n = useSpeech()
  const of = useFormOf(checklist)
  const form = useForm(of.key)
  const readables = useAnswerReadables(form)
  const names = useMemo(() => answersOf(form, i18n), [form, i18n])
  return { names, readables, form: of }
}
