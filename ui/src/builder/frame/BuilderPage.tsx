import { useQuery } from '@tanstack/react-query'
import { type ComponentType, lazy, Suspense, useState } from 'react'
import { Link, useParams } from 'react-router'
import { api, ask, type Schemas } from '../../api/client'
import { Empty } from '../../desk/parts/Empty'
import { isMissing } from '../../desk/parts/fault'
import { LoadFault } from '../../desk/parts/LoadFault'
import { Waiting } from '../../desk/parts/Waiting'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import { Draft } from '../document/draft'
import { newId } from '../document/id'
import { DraftProvider, useMeeting } from './draftContext'
import { Frame } from './Frame'
import { type Address, draftServer, keptOf, type Kind, shelfOf } from './server'
import { loadBuilderTexts } from './texts'

const editors: Record<Kind, ComponentType> = {
  form: lazy(() => import('../form/FormEditor').then((m) => ({ default: m.FormEditor }))),
  checklist: lazy(() => import('../checklist/ChecklistEditor').then((m) => ({ default: m.ChecklistEditor }))),
  pipeline: lazy(() => import('../pipeline/PipelineEditor').then((m) => ({ default: m.PipelineEditor }))),
}

function Opened({ address, definition }: { address: Address; definition: Schemas['Definition'] }) {
  const [draft] = useState(() => new Draft<object>(draftServer(address, newId()), shelfOf(address), keptOf(definition)))
  useMeeting(draft)
  const Editor = editors[address.kind]
  return (
    <DraftProvider value={draft as unknown as Draft<never>}>
      <Frame address={address}>
        <Suspense fallback={<Waiting />}><Editor /></Suspense>
      </Frame>
    </DraftProvider>
  )
}

function Missing() {
  const { t } = useI18n()
  return <Empty isPage title={t('desk.missing.title')} glyph="search" action={<Link to="/definitions">{t('desk.definitions.title')}</Link>} />
}

function Loaded({ address }: { address: Address }) {
  // Read once: from then on the draft itself follows what others save.
  const { data, error, refetch } = useQuery({
    queryKey: ['builder', address.kind, address.key],
    queryFn: () => ask(api.GET('/definitions/{kind}/{key}', { params: { path: address } })),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  if (isMissing(error) || (data && !data.draft)) return <Missing />
  if (!data && error) return <LoadFault error={error} retry={() => void refetch()} />
  return data ? <Opened address={address} definition={data} /> : <Waiting />
}

/** The builder of one definition. */
export function BuilderPage() {
  const { kind = '', key = '' } = useParams()
  const isKind = kind in editors
  return (
    <MoreTexts load={loadBuilderTexts} waiting={<Waiting />}>
      {isKind ? <Loaded key={`${kind} ${key}`} address={{ kind: kind as Kind, key }} /> : <Missing />}
    </MoreTexts>
  )
}
