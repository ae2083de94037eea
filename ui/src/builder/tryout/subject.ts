import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { keys } from '../../desk/query/keys'
import type { Form } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { newId } from '../document/id'
import { Draft, type DraftServer, type Shelf } from '../document/draft'
import { useAnnounce } from '../frame/Announcer'
import { useDraft, useDraftView } from '../frame/draftContext'
import { saved } from '../frame/saved'
import { type Address, draftServer } from '../frame/server'
import { useStepName } from '../frame/Travel'
import * as commands from '../pipeline/commands'
import { useForm } from '../pipeline/names'
import type { Pipeline, Scenario } from '../pipeline/types'
import type { Tryout } from './server'

const definitionOf = (kind: Address['kind'], key: string) => ask(api.GET('/definitions/{kind}/{key}', { params: { path: { kind, key } } }))

/** A pipeline that was made for trying a form alone, as far as its run tells of it. */
function madeFor(tryout: Tryout, begin: string, end: string): Pipeline {
  const { pipeline: key, title, locales, defaultLocale, coverage, cases } = tryout
  const stages = coverage.stages.map((s, i): Pipeline['stages'][number] => {
    const name = cases.find((c) => c.stage === s.key)?.stageName ?? { [defaultLocale]: i === 0 ? begin : end }
    return { key: s.key, name, kind: i === 0 ? 'applicant' : 'end', applicant: {}, answers: 'closed' }
  })
  return { key, title, locales, defaultLocale, form: tryout.key, contact: { name: '', email: '' }, stages, transitions: [] }
}

/** What is tried: the pipeline whose words tell of the run, its form, and whether scenarios of it can be kept. */
export function useSubject(tryout: Tryout): { p: Pipeline; form: Form | undefined; canKeep: boolean } {
  const { t } = useI18n()
  const { present } = useDraftView<Pipeline | Form>().history
  const isForm = tryout.kind === 'form'
  const isKept = usePipelinesOf(isForm ? tryout.key : undefined).some((each) => each.key === tryout.pipeline)
  const { data } = useQuery({
    queryKey: keys.definition('pipeline', tryout.pipeline),
    queryFn: () => definitionOf('pipeline', tryout.pipeline),
    enabled: isKept,
    staleTime: 30_000,
    retry: false,
  })
  const kept = isKept ? (data?.draft as Pipeline | undefined) : undefined
  const made = useMemo(() => madeFor(tryout, t('builder.new.begin'), t('builder.new.end')), [tryout, t])
  const p = isForm ? (kept ?? made) : (present as Pipeline)
  const form = useForm(p.form)
  return { p, form: isForm ? (present as Form) : form, canKeep: !isForm || kept !== undefined }
}

/** The pipelines in which a form can be tried: those that run its cases. */
export function usePipelinesOf(form: string | undefined): readonly Schemas['Tester'][] {
  const { data } = useQuery({
    queryKey: keys.definition('form', form ?? ''),
    queryFn: () => definitionOf('form', form ?? ''),
    enabled: form !== undefined,
    staleTime: 30_000,
    retry: false,
  })
  return data?.triedIn ?? []
}

/** Puts a scenario into the draft of its pipeline: as a step that can be undone where that draft is open. */
export function useKeep(tryout: Tryout): (scenario: Scenario) => Promise<void> {
  const open = useDraft<Pipeline>()
  const announce = useAnnounce()
  const stepName = useStepName()
  const client = useQueryClient()
  return async (scenario) => {
    const command = commands.add('scenarios', scenario)
    if (tryout.kind === 'pipeline') open.run(command)
    else {
      await keepElsewhere(draftServer({ kind: 'pipeline', key: tryout.pipeline }, newId()), command)
      void client.invalidateQueries({ queryKey: keys.definition('pipeline', tryout.pipeline) })
    }
    announce(stepName(command.name))
  }
}

// What cannot be saved is not kept to be saved later: it is told, and tried again by whoever wanted it.
const noShelf: Shelf = { read: () => null, write: () => undefined }

/** The same in a draft that nobody here has open. Throws UnsavedDraft where it cannot be saved. */
export async function keepElsewhere(server: DraftServer<Pipeline>, command: commands.PipelineCommand): Promise<void> {
  const draft = new Draft<Pipeline>(server, noShelf, await server.load())
  try {
    draft.run(command)
    await saved(draft)
  } finally {
    draft.stop()
  }
}
