import { Button, Skeleton } from '@mantine/core'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { useOpenCase } from '../case/context'
import { Empty } from '../parts/Empty'
import { FaultNotice } from '../parts/FaultNotice'
import { Notice } from '../parts/Notice'
import { type Document, useDocumentLink } from '../query/cases'
import { Pages, Paper } from './Paper'
import { Picture } from './Picture'
import { usePdf } from './pdf'
import { useContent } from './queries'
import { Tools } from './Tools'
import { useView } from './view'
import css from './viewer.module.css'

interface SheetProps {
  document: Document
  label: string
  hasKeys: boolean
  /** More in the bar of tools. */
  children?: ReactNode
}

/** Why a document cannot be opened by anybody, if so. */
function Closed({ document }: { document: Document }) {
  const { t, dateTime } = useI18n()
  const { packet, file } = useOpenCase()
  if (document.erasedAt) return <Notice glyph="skipped" title={t('documents.erased')}>{t('documents.erasedText', { date: dateTime(document.erasedAt) })}</Notice>
  if (document.scan === 'pending') return <Notice tone="info" glyph="pending" title={t('documents.pending')}>{t('documents.pendingText')}</Notice>
  const canAsk = file.actions.some((a) => a.verb === 'request' && a.allowed) && file.requestable.some((r) => r.path === document.field)
  return (
    <Notice tone="danger" title={t('documents.flagged')}>
      <p>{t('documents.flaggedText')} {document.found && <bdi dir="ltr">{document.found}</bdi>}</p>
      {canAsk && <div><Button variant="default" onClick={() => packet.ask(document.field, t('documents.flaggedAsk'))}>{t('documents.askAnother')}</Button></div>}
    </Notice>
  )
}

const isClosed = (d: Document): boolean => !!d.erasedAt || d.scan === 'pending' || d.scan === 'flagged'

const again = 5000

/** The place where files lie does not answer: it is asked again by itself, and by a button. */
function Away({ retry }: { retry: () => void }) {
  const { t } = useI18n()
  useEffect(() => {
    const timer = setInterval(retry, again)
    return () => clearInterval(timer)
  }, [retry])
  return (
    <Notice tone="warn" role="alert" title={t('documents.away')}>
      <p>{t('documents.awayText')}</p>
      <div><Button variant="default" onClick={retry}>{t('desk.retry')}</Button></div>
    </Notice>
  )
}

/** Whether a picture came: only the browser knows. It is shown once it does. */
function useArrival(ask: () => Promise<{ data?: { url: string } | undefined }>) {
  const [isLost, setLost] = useState(false)
  const retry = useCallback(() => {
    const look = ({ data }: { data?: { url: string } | undefined }): void => {
      const picture = new Image()
      picture.onload = () => setLost(false)
      if (data) picture.src = data.url
    }
    ask().then(look, () => undefined)
  }, [ask])
  return { isLost, lose: () => setLost(true), retry }
}

function PictureSheet({ document, label, hasKeys, children }: SheetProps) {
  const { id } = useOpenCase()
  const link = useDocumentLink(id, document.id)
  const { isLost, lose, retry } = useArrival(link.refetch)
  const view = useView(document.id)
  const [scale, setScale] = useState(1)
  return (
    <div className={css.frame}>
      <Tools view={view} scale={scale} pages={0} arePagesShown={false} onPages={() => undefined} hasKeys={hasKeys}>{children}</Tools>
      {!link.data && link.error ? <FaultNotice error={link.error} retry={() => void link.refetch()} /> : null}
      {!link.data && !link.error ? <Skeleton height={320} /> : null}
      {isLost && <Away retry={retry} />}
      {link.data && !isLost && <Picture src={link.data.url} alt={label} size={{ width: document.width ?? 0, height: document.height ?? 0 }} view={view} onScale={setScale} onLost={lose} />}
    </div>
  )
}

function PdfSheet({ document, label, hasKeys, children }: SheetProps) {
  const { id } = useOpenCase()
  const content = useContent(id, document.id, true)
  const { pdf, isBroken } = usePdf(content.data)
  const view = useView(document.id)
  const [scale, setScale] = useState(1)
  const [arePagesShown, showPages] = useState(false)
  return (
    <div className={css.frame}>
      <Tools view={view} scale={scale} pages={pdf?.numPages ?? 0} arePagesShown={arePagesShown} onPages={() => showPages(!arePagesShown)} hasKeys={hasKeys}>{children}</Tools>
      <div className={css.book} data-pages={arePagesShown || undefined}>
        {arePagesShown && pdf && <Pages pdf={pdf} view={view} />}
        {content.error ? <FaultNotice error={content.error} retry={() => void content.refetch()} /> : <Paper pdf={pdf} isBroken={isBroken} alt={label} view={view} onScale={setScale} />}
      </div>
    </div>
  )
}

/** One document, to look at closely; or why it cannot be. */
export function Sheet(props: SheetProps) {
  const { t } = useI18n()
  const { document, label, children } = props
  const alt = t('desk.documents.alt', { kind: label, name: document.name })
  const Content = document.mime === 'application/pdf' ? PdfSheet : PictureSheet
  const isShown = document.mime === 'application/pdf' || document.mime.startsWith('image/')
  if (isClosed(document) || !isShown) {
    return (
      <div className={css.frame}>
        <div className={css.tools}>{children}</div>
        {isClosed(document) ? <Closed document={document} /> : <Empty title={document.name} glyph="form">{t('desk.documents.noPreview')}</Empty>}
      </div>
    )
  }
  return (
    <>
      {document.scan === 'unscannable' && <Notice tone="warn" title={t('documents.unscannable')}>{t('documents.unscannableText')} {document.found && <bdi dir="ltr">{document.found}</bdi>}</Notice>}
      <Content key={document.id} {...props} label={alt} />
    </>
  )
}
