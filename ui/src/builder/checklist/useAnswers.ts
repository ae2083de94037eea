import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, ask } from '../../api/client'
import { keys } from '../../desk/query/keys'
import type { Readable } from '../form/rules/scope'
import { useSpeech } from '../pipeline/editing'
import { useChecksAround, usePipelines } from '../pipeline/around'
import { answersOf, checksOf, type Names, readablesOf, useAnswerReadables, useForm } from '../pipeline/names'

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
  const drafts = usePipelines()
  const isForm = (key: string | undefined): key is string => data.some((d) => d.kind === 'form' && d.key === key)
  const key = [chosen, drafts.find((p) => p.checklist === checklist)?.form, checklist].find(isForm) ?? ''
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
  const answers = useAnswerReadables(form)
  const checks = useChecksAround('checklist', checklist)
  const [names, readables] = useMemo(() => {
    const around = checksOf(checks, i18n)
    return [[...answersOf(form, i18n), ...around], [...answers, ...readablesOf(around, i18n)]]
  }, [form, i18n, checks, answers])
  return { names, readables, form: of }
}
