import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { Chip, type Tone } from '../../desk/parts/Chip'
import { Dialog } from '../../desk/parts/Dialog'
import { Empty } from '../../desk/parts/Empty'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import type { GlyphName } from '../../desk/parts/Glyph'
import { LoadFault } from '../../desk/parts/LoadFault'
import { ListSkeleton } from '../../desk/parts/Table'
import { useSay } from '../../desk/parts/toast'
import { useFocusBack } from '../../desk/parts/useFocusBack'
import { When } from '../../desk/parts/When'
import { keys } from '../../desk/query/keys'
import { useVersion } from '../../desk/query/versions'
import { may } from '../../desk/query/session'
import { useMe } from '../../desk/session/RequireSession'
import { useI18n } from '../../i18n/I18n'
import { useDraft, useDraftView } from '../frame/draftContext'
import type { Address } from '../frame/server'
import { Differences } from './Differences'
import { stateOf } from './MigrationProgress'
import { MoveDialog, WatchDialog } from './MoveDialog'
import css from './publishing.module.css'

type Version = Schemas['VersionRow']
type Migration = Schemas['Migration']

const draftSide = ''

/** The versions of a definition; another key than the builder's own, which is read once. */
const useVersions = (address: Address) =>
  useQuery({ queryKey: [...keys.definition(address.kind, address.key), 'shelf'], queryFn: () => ask(api.GET('/definitions/{kind}/{key}', { params: { path: address } })), staleTime: 0 })

const useMigrations = ({ kind, key }: Address, enabled: boolean) =>
  useQuery({
    queryKey: keys.migrations(key),
    queryFn: () => ask(api.GET('/pipelines/{pipeline}/migrations', { params: { path: { pipeline: key } } })),
    enabled: enabled && kind === 'pipeline',
    staleTime: 0,
  })

function Rename({ version, address, onDone }: { version: Version; address: Address; onDone: () => void }) {
  const { t } = useI18n()
  const client = useQueryClient()
  const [name, setName] = useState(version.name ?? '')
  const save = useMutation({
    mutationFn: () => ask(api.PATCH('/versions/{version}', { params: { path: { version: version.id } }, body: { name: name.trim() } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.definition(address.kind, address.key) })
      onDone()
    },
  })
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return
    event.preventDefault() // the dialog around it has nothing to send
    save.mutate()
  }
  return (
    <div className={css.rename}>
      <TextInput autoFocus label={t('impact.name')} maxLength={120} value={name} onChange={(e) => setName(e.currentTarget.value)} onKeyDown={onKeyDown} />
      <Button loading={save.isPending} onClick={() => save.mutate()}>{t('impact.history.save')}</Button>
      <Button variant="default" onClick={onDone}>{t('desk.cancel')}</Button>
      <FaultNotice error={save.error} />
    </div>
  )
}

/** Puts what a version holds into the draft, as one step that can be undone. */
function useRestore(onDone: () => void) {
  const { t } = useI18n()
  const say = useSay()
  const draft = useDraft<object>()
  return (version: Version, body: object): void => {
    const number = String(version.number)
    draft.run({ name: { key: 'impact.history.step', params: { number } }, judges: true, run: () => ({ after: body, selection: [] }) })
    say(t('impact.history.restored', { number }))
    onDone()
  }
}

interface LineProps {
  version: Version
  address: Address
  isNewest: boolean
  cases: number
  onClose: () => void
}

function Line({ version, address, isNewest, cases, onClose }: LineProps) {
  const { t } = useI18n()
  const client = useQueryClient()
  const me = useMe()
  const [isNaming, setNaming] = useState(false)
  const restore = useRestore(onClose)
  const load = useMutation({
    mutationFn: () => client.fetchQuery({
      queryKey: keys.version(version.id), staleTime: Infinity,
      queryFn: () => ask(api.GET('/versions/{version}', { params: { path: { version: version.id } } })),
    }),
    onSuccess: ({ body }) => restore(version, body),
  })
  const number = String(version.number)
  const called = t('impact.history.version', { number })
  return (
    <li className={css.version}>
      <div className={css.versionText}>
        <p><strong>{version.name ? t('impact.history.named', { number, name: version.name }) : called}</strong> {isNewest && <Chip tone="success" glyph="pass">{t('impact.history.live')}</Chip>}</p>
        <p className={css.note}><When at={version.publishedAt} /> {version.publisher && t('impact.history.by', { name: version.publisher })} {cases > 0 && <>· {t('impact.history.cases', { n: cases })}</>}</p>
      </div>
      {may(me, 'definition', 'publish') && !isNaming && <Button variant="default" size="xs" aria-label={`${t('impact.history.rename')}: ${called}`} onClick={() => setNaming(true)}>{t('impact.history.rename')}</Button>}
      {may(me, 'definition', 'write') && <Button variant="default" size="xs" loading={load.isPending} aria-label={`${t('impact.history.restore')}: ${called}`} onClick={() => load.mutate()}>{t('impact.history.restore')}</Button>}
      <FaultNotice error={load.error} />
      {isNaming && <Rename version={version} address={address} onDone={() => setNaming(false)} />}
    </li>
  )
}

function Comparing({ versions }: { versions: readonly Version[] }) {
  const { t } = useI18n()
  const { history } = useDraftView<object>()
  const [from, setFrom] = useState(versions[0]!.id)
  const [to, setTo] = useState(draftSide)
  const [before, after] = [useVersion(from), useVersion(to)]
  const said = (id: string): string => {
    const number = String(versions.find((v) => v.id === id)?.number ?? '')
    return id === draftSide ? t('impact.history.draft') : t('impact.history.version', { number })
  }
  const sides = [before.data?.body, to === draftSide ? history.present : after.data?.body] as const
  return (
    <section className={css.section} aria-label={t('impact.history.compare')}>
      <h3>{t('impact.history.compare')}</h3>
      <div className={css.pickers}>
        <NativeSelect label={t('impact.history.from')} value={from} onChange={(e) => setFrom(e.currentTarget.value)}>
          {versions.map((v) => <option key={v.id} value={v.id}>{said(v.id)}</option>)}
        </NativeSelect>
        <NativeSelect label={t('impact.history.to')} value={to} onChange={(e) => setTo(e.currentTarget.value)}>
          {[draftSide, ...versions.map((v) => v.id)].map((id) => <option key={id} value={id}>{said(id)}</option>)}
        </NativeSelect>
      </div>
      <FaultNotice error={before.error ?? after.error} />
      {sides[0] && sides[1] && <Differences before={sides[0]} after={sides[1]} number={versions.find((v) => v.id === from)?.number ?? 0} heads={[said(from), said(to)]} />}
    </section>
  )
}

const looks: Record<ReturnType<typeof stateOf>, readonly [Tone, GlyphName]> = {
  running: ['info', 'pending'],
  done: ['success', 'pass'],
  cancelled: ['warn', 'close'],
  superseded: ['warn', 'forward'],
  failed: ['danger', 'fail'],
}

function Moves({ migrations, onWatch }: { migrations: readonly Migration[]; onWatch: (id: string) => void }) {
  const { t } = useI18n()
  if (migrations.length === 0) return null
  const sum = (m: Migration, of: 'moved' | 'kept' | 'stuck'): string => String(m.outcomes.reduce((n, o) => n + o[of], 0))
  return (
    <section className={css.section} aria-label={t('impact.history.moves')}>
      <h3>{t('impact.history.moves')}</h3>
      <ul className={css.versions}>
        {migrations.map((m) => (
          <li key={m.id} className={css.version}>
            <div className={css.versionText}>
              <p><Chip tone={looks[stateOf(m)][0]} glyph={looks[stateOf(m)][1]}>{t(`impact.history.state.${stateOf(m)}`)}</Chip> <When at={m.beganAt} /> {m.beganBy && t('impact.history.by', { name: m.beganBy })}</p>
              <p className={css.note}>{t('impact.history.moveLine', { moved: sum(m, 'moved'), kept: sum(m, 'kept'), stuck: sum(m, 'stuck') })}</p>
              {m.state === 'cancelled' && <p className={css.note}>{t(`impact.moved.${m.why ?? 'cancelled'}`)}</p>}
            </div>
            <Button variant="default" size="xs" onClick={() => onWatch(m.id)}>{t('impact.history.watch')}</Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface ShelfProps {
  address: Address
  versions: readonly Version[]
  onMove: () => void
  onWatch: (id: string) => void
  onClose: () => void
}

function Shelf({ address, versions, onMove, onWatch, onClose }: ShelfProps) {
  const { t } = useI18n()
  const canPublish = may(useMe(), 'definition', 'publish')
  const { data } = useMigrations(address, canPublish)
  const cases = (id: string): number => data?.inFlight.find((f) => f.version === id)?.cases ?? 0
  const hasBehind = versions.slice(1).some((v) => cases(v.id) > 0)
  return (
    <>
      <ul className={css.versions}>
        {versions.map((v, i) => <Line key={v.id} version={v} address={address} isNewest={i === 0} cases={cases(v.id)} onClose={onClose} />)}
      </ul>
      {hasBehind && canPublish && <div><Button variant="default" onClick={onMove}>{t('impact.history.move')}</Button></div>}
      {data && <Moves migrations={data.migrations} onWatch={onWatch} />}
      <Comparing versions={versions} />
    </>
  )
}

/** All versions of a definition: named, compared, put back into the draft; and the moves of cases between them. */
export function HistoryDialog({ address, name, onClose }: { address: Address; name: string; onClose: () => void }) {
  const { t } = useI18n()
  useFocusBack() // for all that follow one another here: each takes what had the focus along when it goes
  const { data, error, refetch } = useVersions(address)
  const [isMoving, setMoving] = useState(false)
  const [watched, setWatched] = useState('')
  const versions = data?.versions.toSorted((a, b) => b.number - a.number) ?? []
  if (isMoving) return <MoveDialog address={address} name={name} number={versions[0]?.number ?? 0} onClose={onClose} />
  if (watched) return <WatchDialog id={watched} onClose={() => setWatched('')} />
  return (
    <Dialog wide="full" title={t('impact.history')} busy={false} onSubmit={onClose} onClose={onClose}>
      {!data && (error ? <LoadFault error={error} retry={() => void refetch()} /> : <ListSkeleton rows={5} />)}
      {data && versions.length === 0 && <Empty title={t('impact.history')} glyph="form">{t('impact.history.empty')}</Empty>}
      {versions.length > 0 && <Shelf address={address} versions={versions} onMove={() => setMoving(true)} onWatch={setWatched} onClose={onClose} />}
    </Dialog>
  )
}
