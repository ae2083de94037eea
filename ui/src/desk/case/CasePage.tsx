import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { Empty } from '../parts/Empty'
import { FaultNotice } from '../parts/FaultNotice'
import { isDenied, isMissing, tell } from '../parts/fault'
import { Leaving } from '../parts/Leaving'
import { Body, ListSkeleton } from '../parts/Table'
import { useWindowTitle } from '../parts/useWindowTitle'
import { useCase, useFollow } from '../query/cases'
import { keys } from '../query/keys'
import { CaseHead } from './CaseHead'
import css from './case.module.css'
import { type OpenCase, OpenCaseProvider } from './context'
import { Dossier } from './Dossier'
import { formOf } from './form'
import { type Done, Outcome } from './Outcome'
import { useRead } from './Owner'
import { isBegun, usePacket } from './packet'
import { PacketBar } from './PacketBar'
import { SidePane } from './SidePane'

type OpenedProps = Pick<OpenCase, 'id' | 'file' | 'leave' | 'reload'>

function useTab(): [string, (tab: string) => void] {
  const [params, setParams] = useSearchParams()
  const setTab = useCallback(
    (tab: string) => setParams((p) => { p.set('tab', tab); return p }, { replace: true, preventScrollReset: true }),
    [setParams],
  )
  return [params.get('tab') ?? 'documents', setTab]
}

function useOpened({ id, file, leave, reload }: OpenedProps): OpenCase {
  const [tab, setTab] = useTab()
  const [wish, setShown] = useState<string>()
  const packet = usePacket()
  const [note, setNote] = useState('')
  const show = useCallback(
    (document: string) => {
      setShown(document)
      setTab('documents')
    },
    [setTab],
  )
  const shown = file.documents.some((d) => d.id === wish) ? wish : (file.documents.find((d) => d.state !== 'replaced') ?? file.documents[0])?.id
  return useMemo(
    () => ({ id, file, form: formOf(file), tab, setTab, shown, show, packet, note, setNote, leave, reload }),
    [id, file, tab, setTab, shown, show, packet, note, leave, reload],
  )
}

/** On a phone one of the two halves is seen at a time. */
function Halves() {
  const { t } = useI18n()
  const [half, setHalf] = useState<'data' | 'file'>('data')
  return (
    <>
      <div className={css.switch} role="group" aria-label={t('desk.case.halves')}>
        <button type="button" aria-pressed={half === 'data'} onClick={() => setHalf('data')}>{t('desk.case.data')}</button>
        <button type="button" aria-pressed={half === 'file'} onClick={() => setHalf('file')}>{t('desk.case.file')}</button>
      </div>
      <div className={css.halves} data-half={half}>
        <section className={css.data} aria-label={t('desk.case.data')}><Dossier onLook={() => setHalf('file')} /></section>
        <section className={css.side} aria-label={t('desk.case.file')}><SidePane /></section>
      </div>
    </>
  )
}

function Opened(props: OpenedProps) {
  const { id, file } = props
  const open = useOpened(props)
  useFollow(id, file.revision)
  useRead(id, file.revision)
  const [done, setDone] = useState<Done>()
  return (
    <OpenCaseProvider value={open}>
      <CaseHead onDone={setDone} />
      {done && <Outcome id={id} done={done} />}
      <Halves />
      {open.packet.isOpen && <PacketBar onDone={setDone} />}
      <Leaving unsaved={open.note.trim() !== '' || isBegun(open.packet)} />
    </OpenCaseProvider>
  )
}

/** In place of a case that its reader moved to where they may not follow: that it was done, and what comes next. */
function Left({ id, done }: { id: string; done: Done }) {
  const client = useQueryClient()
  useEffect(() => client.removeQueries({ queryKey: keys.case(id) }), [client, id])
  useWindowTitle(done.title)
  return <Body><Outcome id={id} done={done} isGone /></Body>
}

/** One case: its data on one side, what proves them on the other, and what may be done above. */
export function CasePage() {
  const { case: id = '' } = useParams()
  const i18n = useI18n()
  const [left, setLeft] = useState<{ id: string; done: Done }>()
  const { data, error, refetch } = useCase(id, left?.id !== id)
  const reload = useCallback(() => refetch().then((r) => r.data), [refetch])
  const leave = useCallback((done: Done) => setLeft({ id, done }), [id])
  if (left?.id === id) return <Left key={id} {...left} />
  if (isMissing(error)) return <Empty isPage title={i18n.t('desk.case.missing')} glyph="search">{i18n.t('desk.case.missingText')}</Empty>
  if (!data && isDenied(error)) return <Empty isPage title={i18n.t('desk.case.denied')} glyph="hidden">{tell(error, i18n).message}</Empty>
  if (!data && error) return <Body><FaultNotice error={error} retry={() => void reload()} /></Body>
  if (!data) return <ListSkeleton rows={14} />
  return <Opened key={id} id={id} file={data} leave={leave} reload={reload} />
}
