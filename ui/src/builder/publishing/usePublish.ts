import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../../api/client'
import { useIdempotency } from '../../desk/query/idempotency'
import { keys } from '../../desk/query/keys'
import { useDraft } from '../frame/draftContext'
import type { Address } from '../frame/server'
import { isIdle } from './impact'
import type { Plan } from './ImpactPanel'

/** What is published, and what becomes of the cases of each pipeline. */
export interface Publication {
  name: string
  /** Pipelines that take the definition over. */
  pipelines: string[]
  plans: Record<string, Plan>
}

/** Begins to move the cases of a pipeline to its newest version, and returns the migration. */
export function useMove() {
  const client = useQueryClient()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: async ({ pipeline, plan: { choices, stage } }: { pipeline: string; plan: Plan }) => {
      const { versions } = await ask(api.GET('/definitions/{kind}/{key}', { params: { path: { kind: 'pipeline', key: pipeline } } }))
      const version = versions.reduce((a, b) => (a.number > b.number ? a : b)).id
      const body = { version, choices, ...(Object.values(choices).includes('staff') && stage && { stage }) }
      return ask(api.POST('/pipelines/{pipeline}/migrations', { params: { path: { pipeline }, header: { 'Idempotency-Key': keyFor({ pipeline, body }) } }, body }))
    },
    onSuccess: (_, { pipeline }) => {
      done()
      return client.invalidateQueries({ queryKey: keys.migrations(pipeline) })
    },
  })
}

/** Saves what is unsaved, publishes it, and begins to move cases as planned: what is published is what is on the screen. */
export function usePublish(address: Address) {
  const client = useQueryClient()
  const draft = useDraft()
  const move = useMove()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: async ({ name, pipelines, plans }: Publication) => {
      await draft.flush()
      const body: Schemas['Publish'] = { revision: draft.get().revision, ...(name && { name }), ...(pipelines.length > 0 && { pipelines }) }
      const version = await ask(api.POST('/definitions/{kind}/{key}/publish', { params: { path: address, header: { 'Idempotency-Key': keyFor(body) } }, body }))
      const moves: Schemas['Migration'][] = []
      for (const [pipeline, plan] of Object.entries(plans)) {
        if (!isIdle(plan.choices)) moves.push(await move.mutateAsync({ pipeline, plan }))
      }
      return { version, moves }
    },
    onSuccess: () => {
      done()
      return client.invalidateQueries({ queryKey: keys.definitions })
    },
  })
}
