import { Button, NativeSelect } from '@mantine/core'
import { type ReactNode, useRef, useState } from 'react'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import { useOpenCase } from '../case/context'
import { fieldAt } from '../case/form'
import { Empty } from '../parts/Empty'
import { FaultNotice } from '../parts/FaultNotice'
import { Glyph } from '../parts/Glyph'
import { ListSkeleton } from '../parts/Table'
import type { Document } from '../query/cases'
import { useShortcuts } from '../shell/shortcuts'
import { Expiry, Proven, Versions } from './Facts'
import { beside, currentOf } from './neighbours'
import { useOpenFile } from './queries'
import { Sheet } from './Sheet'
import { Strip } from './Strip'
import { loadDocumentTexts } from './texts'
import { Tool } from './Tools'
import { useFull } from './useFull'
import { Verdict } from './Verdict'
import css from './viewer.module.css'

function Head({ document, label }: { document: Document; label: string }) {
  const { t, fileSize } = useI18n()
  const { id } = useOpenCase()
  const open = useOpenFile(id, document.id)
  const isOpen = !document.erasedAt && document.scan !== 'flagged' && document.scan !== 'pending'
  return (
    <div className={css.viewerHead}>
      <div className={css.viewerTitle}>
        <strong>{label}</strong>
        <span className={css.quiet}>
          <bdi>{document.name}</bdi> · {fileSize(document.size)}
          {document.width ? <> · <bdi dir="ltr">{document.width} × {document.height}</bdi></> : null}
          {document.pages ? <> · {t('documents.pageCount', { n: document.pages })}</> : null}
        </span>
      </div>
      {isOpen && (
        <span className={css.line}>
          <Button variant="subtle" size="compact-sm" leftSection={<Glyph name="open" />} onClick={() => open.mutate({ save: false })}>{t('desk.documents.open')}</Button>
          <Button variant="subtle" size="compact-sm" leftSection={<Glyph name="down" />} loading={open.isPending} onClick={() => open.mutate({ save: true })}>{t('documents.download')}</Button>
        </span>
      )}
      <FaultNotice error={open.error} />
    </div>
  )
}

interface DeskOfSheets {
  documents: readonly Document[]
  current: Document
  labelOf: (d: Document) => string
}

/** What stands beside the document that is looked at. */
function useBeside({ documents, current }: Omit<DeskOfSheets, 'labelOf'>) {
  const [wish, compareWith] = useState<string>()
  const other = wish === undefined ? undefined : documents.find((d) => d.id === wish && d.id !== current.id) ?? beside(documents, current)
  const toggle = (): void => compareWith(other ? undefined : beside(documents, current)?.id)
  return { other, compareWith, toggle, canCompare: !!beside(documents, current) }
}

/** Goes from document to document. */
function useWalk({ documents, current, labelOf }: DeskOfSheets) {
  const { t } = useI18n()
  const { show } = useOpenCase()
  const all = currentOf(documents)
  const at = all.findIndex((d) => d.id === current.id)
  const walk = (by: number): void => {
    const next = all[at + by]
    if (next) show(next.id)
  }
  useShortcuts(all.length > 1 ? [
    { keys: 'n', label: t('documents.next'), run: () => walk(1) },
    { keys: 'p', label: t('documents.previous'), run: () => walk(-1) },
  ] : [])
  const said = at >= 0 ? t('documents.at', { label: labelOf(current), at: at + 1, count: all.length }) : labelOf(current)
  return { walk, said, hasNext: at >= 0 && at + 1 < all.length, hasPrevious: at > 0 }
}

function Viewer(props: DeskOfSheets) {
  const { documents, current, labelOf } = props
  const { t } = useI18n()
  const box = useRef<HTMLDivElement>(null)
  const { isFull, setFull } = useFull(box)
  const [isProven, showProven] = useState(false)
  const { other, compareWith, toggle, canCompare } = useBeside(props)
  const { walk, said, hasNext, hasPrevious } = useWalk(props)
  useShortcuts([
    ...(canCompare ? [{ keys: 'v', label: t('documents.compare'), run: toggle }] : []),
    { keys: 'd', label: t('documents.proven'), run: () => showProven(!isProven) },
    { keys: 'f', label: t('documents.full'), run: () => setFull(!isFull) },
  ])
  const tools: ReactNode = (
    <span className={css.more}>
      <Tool label={t('documents.previous')} glyph="up" onClick={() => walk(-1)} />
      <Tool label={t('documents.next')} glyph="down" onClick={() => walk(1)} />
      {canCompare && <Tool label={t('documents.compare')} glyph="beside" pressed={!!other} onClick={toggle} />}
      <Tool label={t('documents.proven')} glyph="form" pressed={isProven} onClick={() => showProven(!isProven)} />
      <Tool label={t(isFull ? 'documents.fullLeave' : 'documents.full')} glyph={isFull ? 'close' : 'full'} pressed={isFull} onClick={() => setFull(!isFull)} />
    </span>
  )
  return (
    <div ref={box} className={css.viewer} data-full={isFull || undefined} data-next={hasNext || undefined} data-previous={hasPrevious || undefined} role="group" aria-label={t('documents.viewer')}>
      <span className={css.said} role="status">{said}</span>
      <Head key={current.id} document={current} label={labelOf(current)} />
      <Verdict key={`verdict ${current.id}`} document={current} />
      <div className={css.sheets} data-compare={!!other || undefined} data-proven={isProven || undefined}>
        <div className={css.one}><Sheet document={current} label={labelOf(current)} hasKeys>{tools}</Sheet></div>
        {other && (
          <div className={css.one}>
            <NativeSelect size="xs" label={t('documents.compareWith')} value={other.id} onChange={(e) => compareWith(e.currentTarget.value)}>
              {documents.filter((d) => d.id !== current.id && !d.erasedAt).map((d) => <option key={d.id} value={d.id}>{`${labelOf(d)}: ${d.name}`}</option>)}
            </NativeSelect>
            <Sheet document={other} label={labelOf(other)} hasKeys={false} />
          </div>
        )}
        {isProven && <Proven document={current} />}
      </div>
      <Expiry key={`expiry ${current.id}`} document={current} />
      <Versions document={current} onCompare={compareWith} />
    </div>
  )
}

function Pane() {
  const { t, text } = useI18n()
  const { file, form, shown } = useOpenCase()
  const labelOf = (d: Document): string => text(fieldAt(form, d.field)?.label) || t('desk.documents.one')
  const current = file.documents.find((d) => d.id === shown)
  if (!current) return <Empty title={t('desk.documents.empty')} glyph="form">{t('desk.documents.emptyText')}</Empty>
  const listed = currentOf(file.documents)
  return (
    <>
      <Strip documents={listed.some((d) => d.id === current.id) ? listed : [...listed, current]} labelOf={labelOf} />
      <Viewer documents={file.documents} current={current} labelOf={labelOf} />
    </>
  )
}

/** The documents of the case, one of them large. */
export function DocumentPane() {
  return <MoreTexts load={loadDocumentTexts} waiting={<ListSkeleton rows={6} />}><Pane /></MoreTexts>
}
