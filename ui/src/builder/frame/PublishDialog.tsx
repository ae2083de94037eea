import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { Dialog } from '../../desk/parts/Dialog'
import { Notice } from '../../desk/parts/Notice'
import { useSay } from '../../desk/parts/toast'
import { useIdempotency } from '../../desk/query/idempotency'
import { keys } from '../../desk/query/keys'
import { useI18n } from '../../i18n/I18n'
import { ChangeList } from '../compare/ChangeList'
import { useDraft, useDraftView } from './draftContext'
import { DraftFault } from './saved'
import type { Address } from './server'

/** Saves what is unsaved first: what is published is what is on the screen. */
function usePublish(address: Address) {
  const client = useQueryClient()
  const draft = useDraft()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: async () => {
      await draft.flush()
      const body = { revision: draft.get().revision }
      return ask(api.POST('/definitions/{kind}/{key}/publish', { params: { path: address, header: { 'Idempotency-Key': keyFor(body) } }, body }))
    },
    onSuccess: () => {
      done()
      return client.invalidateQueries({ queryKey: keys.definitions })
    },
  })
}

/** What differs from the newest version; a version never changes, so it is asked for once. */
function Changes({ version }: { version: Schemas['VersionRow'] }) {
  const { history } = useDraftView()
  const { data } = useQuery({
    queryKey: keys.version(version.id),
    queryFn: () => ask(api.GET('/versions/{version}', { params: { path: { version: version.id } } })),
    staleTime: Infinity,
  })
  return data ? <ChangeList before={data.body} after={history.present} number={version.number} /> : null
}

/** Asks before a version is made that never changes again. */
export function PublishDialog({ address, definition, onClose }: { address: Address; definition: Schemas['Definition']; onClose: () => void }) {
  const { t } = useI18n()
  const say = useSay()
  const publish = usePublish(address)
  const { findings } = useDraftView()
  const newest = definition.versions.toSorted((a, b) => b.number - a.number)[0]
  const [next] = useState((newest?.number ?? 0) + 1)
  const errors = findings.filter((f) => f.severity !== 'warn').length
  const submit = (): void =>
    publish.mutate(undefined, {
      onSuccess: (version) => {
        say(t('desk.definitions.published', { number: String(version.number) }))
        onClose()
      },
    })
  return (
    <Dialog wide title={t('desk.definitions.publishTitle', { number: String(next) })} action={t('desk.definitions.publish')} busy={publish.isPending} onSubmit={submit} onClose={onClose}>
      <p>{t('desk.definitions.publishText')}</p>
      {errors > 0 && <Notice tone="warn" title={t('builder.problems.count', { n: errors })}><p>{t('builder.publish.blocked')}</p></Notice>}
      <DraftFault error={publish.error} onOpen={onClose} />
      {newest ? <Changes version={newest} /> : <p>{t('compare.first')}</p>}
    </Dialog>
  )
}
