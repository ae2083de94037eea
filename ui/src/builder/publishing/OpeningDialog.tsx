import { Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { Chip } from '../../desk/parts/Chip'
import { Dialog } from '../../desk/parts/Dialog'
import { isMissing, isStale } from '../../desk/parts/fault'
import { LoadFault } from '../../desk/parts/LoadFault'
import { Notice } from '../../desk/parts/Notice'
import { rebase } from '../../desk/parts/rebase'
import { ListSkeleton } from '../../desk/parts/Table'
import { useSay } from '../../desk/parts/toast'
import { useFocusBack } from '../../desk/parts/useFocusBack'
import { keys } from '../../desk/query/keys'
import { useI18n } from '../../i18n/I18n'
import { useDraftView } from '../frame/draftContext'
import { languageName } from '../frame/languages'
import { fromLocal, toLocal } from './times'

type Opening = Schemas['Opening']

function Fields({ opening, change }: { opening: Opening; change: (part: Partial<Opening>) => void }) {
  const { t, locale } = useI18n()
  const { locales } = useDraftView<{ locales: string[] }>().history.present
  const { zone } = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone }
  const message = opening.message ?? {}
  return (
    <>
      <p>{t('impact.opening.text')} {t('impact.opening.zone', { zone })}</p>
      <TextInput type="datetime-local" label={t('impact.opening.opens')} description={t('impact.opening.opensText')} value={toLocal(opening.opensAt)} onChange={(e) => change({ opensAt: fromLocal(e.currentTarget.value) })} />
      <TextInput type="datetime-local" label={t('impact.opening.closes')} description={t('impact.opening.closesText')} value={toLocal(opening.closesAt)} onChange={(e) => change({ closesAt: fromLocal(e.currentTarget.value) })} />
      <Checkbox label={t('impact.opening.paused')} checked={opening.paused} onChange={(e) => change({ paused: e.currentTarget.checked })} />
      <Checkbox label={t('impact.opening.stops')} checked={opening.stops} onChange={(e) => change({ stops: e.currentTarget.checked })} />
      {locales.map((tag) => (
        <TextInput
          key={tag} lang={tag} maxLength={600} label={t('impact.opening.message', { language: languageName(tag, locale) })} description={t('impact.opening.messageText')}
          value={message[tag] ?? ''} onChange={(e) => change({ message: { ...message, [tag]: e.currentTarget.value } })}
        />
      ))}
    </>
  )
}

const said = (message: Opening['message']): Opening['message'] =>
  Object.fromEntries(Object.entries(message ?? {}).filter(([, text]) => text.trim() !== ''))

function Asked({ pipeline, opening: first, reload, onClose }: { pipeline: string; opening: Opening; reload: () => Promise<Opening | undefined>; onClose: () => void }) {
  const { t } = useI18n()
  const say = useSay()
  const client = useQueryClient()
  const [base, setBase] = useState(first)
  const [opening, setOpening] = useState(first)
  const save = useMutation({
    mutationFn: () => {
      const { opensAt, closesAt, paused, stops, message, revision } = opening
      return ask(api.PUT('/pipelines/{pipeline}/opening', { params: { path: { pipeline } }, body: { opensAt, closesAt, paused, stops, revision, message: said(message) } }))
    },
    onSuccess: (saved) => {
      client.setQueryData(keys.opening(pipeline), saved)
      say(t('impact.opening.saved'))
      onClose()
    },
  })
  /** What was typed stays, on top of what others saved. */
  const takeOver = async (): Promise<void> => {
    const theirs = await reload()
    if (!theirs) return
    setBase(theirs)
    setOpening((mine) => rebase(base, mine, theirs))
    save.reset()
  }
  const door = base.door ?? 'open'
  return (
    <Dialog wide title={t('impact.opening.title')} action={t('impact.opening.save')} busy={save.isPending} error={save.error} reload={isStale(save.error) ? () => void takeOver() : undefined} onSubmit={() => save.mutate()} onClose={onClose}>
      <div><Chip tone={door === 'open' ? 'success' : 'warn'} glyph={door === 'open' ? 'pass' : 'pending'}>{t(`impact.door.${door}`)}</Chip></div>
      <Fields opening={opening} change={(part) => setOpening((before) => ({ ...before, ...part }))} />
    </Dialog>
  )
}

/** When applicants may begin a case of a pipeline: apart from versions, and at once. */
export function OpeningDialog({ pipeline, onClose }: { pipeline: string; onClose: () => void }) {
  const { t } = useI18n()
  useFocusBack() // for both dialogs: the first takes its button along when it goes
  const { data, error, refetch } = useQuery({
    queryKey: keys.opening(pipeline),
    queryFn: () => ask(api.GET('/pipelines/{pipeline}/opening', { params: { path: { pipeline } } })),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  if (data) return <Asked pipeline={pipeline} opening={data} reload={() => refetch().then((r) => r.data)} onClose={onClose} />
  return (
    <Dialog wide title={t('impact.opening.title')} busy={false} onSubmit={onClose} onClose={onClose}>
      {isMissing(error) ? <Notice><p>{t('impact.opening.unpublished')}</p></Notice> : error ? <LoadFault error={error} retry={() => void refetch()} /> : <ListSkeleton rows={4} />}
    </Dialog>
  )
}
