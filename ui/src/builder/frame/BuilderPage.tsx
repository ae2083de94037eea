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
import { DraftProvider, useMeeting } from './draftContext'
import { Frame } from './Frame'
import { type Address, draftServer, keptOf, type Kind, shelfOf } from './server'
import { loadBuilderTexts } from './texts'
import { windowId } from './window'

const editors: Record<Kind, () => Promise<ComponentType>> = {
  form: () => import('../form/FormEditor').then((m) => m.FormEditor),
  checklist: () => import('../checklist/ChecklistEditor').then((m) => m.ChecklistEditor),
  pipeline: () => import('../pipeline/PipelineEditor').then((m) => m.PipelineEditor),
}

/** The editor of a kind, once it is there. Suspense would hold it back: after a fallback it waits a third of a second. */
function useEditor(kind: Kind) {
  const { data, error } = useQuery({ queryKey: ['builder', 'editor', kind], queryFn: editors[kind], staleTime: Infinity, retry: false })
  return { Editor: data, error }
}

const TryoutPage = lazy(() => import('../tryout/TryoutPage').then((m) => ({ default: m.TryoutPage })))

/** What the draft is opened for: to be changed, or to be tried out. It stays the same draft, with all that can be undone. */
interface OpenedProps {
  address: Address
  definition: Schemas['Definition']
  Editor: ComponentType
  isTrying: boolean
}

function Opened({ address, definition, Editor, isTrying }: OpenedProps) {
  const [draft] = useState(() => new Draft<object>(draftServer(address, windowId), shelfOf(address), keptOf(definition)))
  useMeeting(draft)
  return (
    <DraftProvider value={draft as unknown as Draft<never>}>
      <Frame address={address} isTrying={isTrying}>
        {isTrying ? <Suspense fallback={<Waiting />}><TryoutPage address={address} /></Suspense> : <Editor />}
      </Frame>
    </DraftProvider>
  )
}

function Missing() {
  const { t } = useI18n()
  return <Empty isPage title={t('desk.missing.title')} glyph="search" action={<Link to="/definitions">{t('desk.definitions.title')}</Link>} />
}

/** The texts, the definition and its editor are fetched side by side: none of them needs another. */
function Loaded({ address, isTrying }: { address: Address; isTrying: boolean }) {
  const { Editor, error: late } = useEditor(address.kind)
  // Read once: from then on the draft itself follows what others save.
  const { data, error, refetch } = useQuery({
    queryKey: ['builder', address.kind, address.key],
    queryFn: () => ask(api.GET('/definitions/{kind}/{key}', { params: { path: address } })),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  if (isMissing(error) || (data && !data.draft)) return <Missing />
  if (late) throw late // as of any page whose script cannot be had
  if (!data && error) return <LoadFault error={error} retry={() => void refetch()} />
  return <MoreTexts load={loadBuilderTexts} waiting={<Waiting />}>{data && Editor ? <Opened address={address} definition={data} Editor={Editor} isTrying={isTrying} /> : <Waiting />}</MoreTexts>
}

/** The builder of one definition. */
export function BuilderPage() {
  const { kind = '', key = '', view } = useParams()
  const isTrying = view === 'tryout' && kind !== 'checklist'
  const isKind = kind in editors && (view === undefined || isTrying)
  return isKind ? <Loaded key={`${kind} ${key}`} address={{ kind: kind as Kind, key }} isTrying={isTrying} /> : <Missing />
}
