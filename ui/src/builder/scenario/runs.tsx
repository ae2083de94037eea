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
import { lacksOf, type Seen, seenOf, together } from './coverage'

type Report = Schemas['ScenarioReport']

/** The scenarios as they were run last, here. */
export interface Runs {
  /** Of those that have been run; while the others are still running it grows. */
  report: Report | undefined
  /** The draft has changed since. */
  isOld: boolean
  isRunning: boolean
  /** The one that is running now, and how many are done. */
  now: { scenario: string | undefined; done: number; of: number }
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

interface Ran {
  ranOn: Pipeline
  report: Report | undefined
}

const runOne = (key: string, scenario: string): Promise<Report> =>
  ask(api.POST('/definitions/pipeline/{key}/scenarios/run', { params: { path: { key }, query: { scenario } } }))

/** Runs the scenarios of the draft that is open, one after the other. It is saved first: what is run is what is on the screen. */
export function useNewRuns(): Runs {
  const { t } = useI18n()
  const announce = useAnnounce()
  const draft = useDraft<Pipeline>()
  const p = useDraftView<Pipeline>().history.present
  const form = useForm(p.form)
  const [ran, setRan] = useState<Ran>()
  const { error, isPending, mutate, reset } = useMutation({
    mutationFn: async () => {
      await saved(draft)
      const ranOn = draft.get().history.present
      const reports: Report[] = []
      setRan({ ranOn, report: undefined })
      for (const { key } of ranOn.scenarios ?? []) {
        reports.push(await runOne(ranOn.key, key))
        setRan({ ranOn, report: together(reports) })
      }
      return reports.flatMap(({ results }) => results)
    },
    onSuccess: (results) => announce(t('tryout.run.said', { n: results.filter((r) => r.passed).length, of: results.length })),
  })
  const [wanted, setWanted] = useState<Runs['wanted']>()
  const { report, ranOn } = ran ?? {}
  const seen = useMemo(() => (report ? seenOf(p, form, report.coverage) : unseen), [report, p, form])
  const lacks = useMemo(() => lacksOf(seen), [seen])
  return useMemo(() => {
    const isOld = ranOn !== undefined && ranOn !== p && !equal(ranOn as unknown as Json, p as unknown as Json)
    const done = report?.results.length ?? 0
    const now = { scenario: isPending ? ranOn?.scenarios?.[done]?.key : undefined, done, of: ranOn?.scenarios?.length ?? 0 }
    const forget = (): void => {
      reset()
      setRan(undefined)
    }
    return { report, isOld, isRunning: isPending, now, error, run: () => mutate(), forget, seen, lacks, wanted, want: (scenario, index) => setWanted({ scenario, index }) }
  }, [report, ranOn, p, isPending, error, mutate, reset, seen, lacks, wanted])
}
