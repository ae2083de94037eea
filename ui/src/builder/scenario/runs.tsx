import { useMutation } from '@tanstack/react-query'
import { createContext, useContext, useMemo, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { useI18n } from '../../i18n/I18n'
import { equal, type Json } from '../document/json'
import { useAnnounce } from '../frame/Announcer'
import { useDraft, useDraftView } from '../frame/draftContext'
import { saved } from '../frame/saved'
import { useForm } from '../pipeline/names'
import type { Pipeline } from '../pipeline/types'
import { lacksOf, type Seen, seenOf } from './coverage'

/** The scenarios as they were run last, here. */
export interface Runs {
  report: Schemas['ScenarioReport'] | undefined
  /** The draft has changed since. */
  isOld: boolean
  isRunning: boolean
  error: unknown
  run: () => void
  forget: () => void
  /** What the scenarios saw of the pipeline and its form. */
  seen: readonly Seen[]
  /** What stages and transitions lack, for marking them. */
  lacks: ReadonlyMap<string, Seen['state']>
  /** A step that is to be shown; a new object for each wish. */
  wanted: { scenario: string; index: number } | undefined
  want: (scenario: string, index: number) => void
}

const Context = createContext<Runs | undefined>(undefined)

export const RunsProvider = Context.Provider

export function useRuns(): Runs {
  const runs = useContext(Context)
  if (!runs) throw new Error('useRuns outside of the pipeline editor')
  return runs
}

/** Nothing is known yet of what scenarios see. */
const unseen: readonly Seen[] = []

/** Runs the scenarios of the draft that is open. It is saved first: what is run is what is on the screen. */
export function useNewRuns(): Runs {
  const { t } = useI18n()
  const announce = useAnnounce()
  const draft = useDraft<Pipeline>()
  const p = useDraftView<Pipeline>().history.present
  const form = useForm(p.form)
  const { data, error, isPending, mutate, reset } = useMutation({
    mutationFn: async () => {
      await saved(draft)
      const ranOn = draft.get().history.present
      const report = await ask(api.POST('/definitions/pipeline/{key}/scenarios/run', { params: { path: { key: ranOn.key } } }))
      return { ranOn, report }
    },
    onSuccess: ({ report: { results } }) => announce(t('tryout.run.said', { n: results.filter((r) => r.passed).length, of: results.length })),
  })
  const [wanted, setWanted] = useState<Runs['wanted']>()
  const report = data?.report
  const ranOn = data?.ranOn
  const seen = useMemo(() => (report ? seenOf(p, form, report.coverage) : unseen), [report, p, form])
  const lacks = useMemo(() => lacksOf(seen), [seen])
  return useMemo(() => {
    const isOld = ranOn !== undefined && ranOn !== p && !equal(ranOn as unknown as Json, p as unknown as Json)
    return { report, isOld, isRunning: isPending, error, run: () => mutate(), forget: reset, seen, lacks, wanted, want: (scenario, index) => setWanted({ scenario, index }) }
  }, [report, ranOn, p, isPending, error, mutate, reset, seen, lacks, wanted])
}
