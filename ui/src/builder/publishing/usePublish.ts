import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { useIdempotency } from '../../desk/query/idempotency'
import { keys } from '../../desk/query/keys'
import { useDraft } from '../frame/draftContext'
import { saved } from '../frame/saved'
import type { Address } from '../frame/server'
import { type Begun, beginAll, noneBegun } from './begin'
import type { Plan } from './ImpactPanel'

/** What is published, and what becomes of the cases of each pipeline. */
export interface Publication {
  name: string
  /** Pipelines that take the definition over. */
  pipelines: string[]
  plans: Record<string, Plan>
}

/** What came of a publication: a version, and the moves of cases as far as they could be begun. */
export interface Published extends Begun {
  version: Schemas['Version']
}

type KeyFor = ReturnType<typeof useIdempotency>['keyFor']

async function begin(pipeline: string, { choices, stage }: Plan, keyFor: KeyFor): Promise<Schemas['Migration']> {
  const { versions } = await ask(api.GET('/definitions/{kind}/{key}', { params: { path: { kind: 'pipeline', key: pipeline } } }))
  const version = versions.reduce((a, b) => (a.number > b.number ? a : b)).id
  const body = { version, choices, ...(Object.values(choices).includes('staff') && stage && { stage }) }
  return ask(api.POST('/pipelines/{pipeline}/migrations', { params: { path: { pipeline }, header: { 'Idempotency-Key': keyFor({ pipeline, body }) } }, body }))
}

/** Begins to move the cases of a pipeline to its newest version, and returns the migration. */
export function useMove() {
  const client = useQueryClient()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: ({ pipeline, plan }: { pipeline: string; plan: Plan }) => begin(pipeline, plan, keyFor),
    onSuccess: (_, { pipeline }) => {
      done()
      return client.invalidateQueries({ queryKey: keys.migrations(pipeline) })
    },
  })
}

/** Saves what is unsaved and publishes it, once: what is published is what is on the screen. Throws UnsavedDraft. */
function useVersionOnce(address: Address) {
  const client = useQueryClient()
  const draft = useDraft()
  const { keyFor } = useIdempotency()
  const made = useRef<Schemas['Version']>(undefined)
  return async ({ name, pipelines }: Publication): Promise<Schemas['Version']> => {
    if (made.current) return made.current
    await saved(draft)
    const body: Schemas['Publish'] = { revision: draft.get().revision, ...(name && { name }), ...(pipelines.length > 0 && { pipelines }) }
    made.current = await ask(api.POST('/definitions/{kind}/{key}/publish', { params: { path: address, header: { 'Idempotency-Key': keyFor(body) } }, body }))
    void client.invalidateQueries({ queryKey: keys.definitions })
    return made.current
  }
}

/** Publishes, and begins to move cases as planned. Asked again, it begins only what could not be begun before. */
export function usePublish(address: Address) {
  const client = useQueryClient()
  const version = useVersionOnce(address)
  const { keyFor } = useIdempotency()
  const begun = useRef(noneBegun)
  return useMutation({
    mutationFn: async (publication: Publication): Promise<Published> => {
      const made = await version(publication)
      begun.current = await beginAll(publication.plans, begun.current, (pipeline, plan) => begin(pipeline, plan, keyFor))
      for (const pipeline of Object.keys(begun.current.moves)) void client.invalidateQueries({ queryKey: keys.migrations(pipeline) })
      return { version: made, ...begun.current }
    },
  })
}
