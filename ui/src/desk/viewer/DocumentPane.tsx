import { Skeleton } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { useOpenCase } from '../case/context'
import { fieldAt } from '../case/form'
import { StateChip } from '../parts/Chip'
import { Empty } from '../parts/Empty'
import { FaultNotice } from '../parts/FaultNotice'
import { Glyph } from '../parts/Glyph'
import { type Document, useDocumentLink } from '../query/cases'
import { ImageView } from './ImageView'
import { Verdict } from './Verdict'
import css from './viewer.module.css'

function Content({ document, label, url }: { document: Document; label: string; url: string }) {
  const { t } = useI18n()
  const alt = t('desk.documents.alt', { kind: label, name: document.name })
  if (document.mime.startsWith('image/')) return <ImageView src={url} alt={alt} />
  if (document.mime !== 'application/pdf') return <Empty title={document.name} glyph="form">{t('desk.documents.noPreview')}</Empty>
  // No sandbox: browsers open no PDF in one. The server sends these as nothing but application/pdf.
  return <iframe className={css.pdf} src={`${url}#view=FitH`} title={alt} />
}

function Viewer({ document, label }: { document: Document; label: string }) {
  const { t, fileSize } = useI18n()
  const { id } = useOpenCase()
  const link = useDocumentLink(id, document.id)
  return (
    <div className={css.viewer}>
      <div className={css.viewerHead}>
        <div className={css.viewerTitle}>
          <strong>{label}</strong>
          <span className={css.quiet}><bdi>{document.name}</bdi> · {fileSize(document.size)}{document.width ? <> · <bdi dir="ltr">{document.width} × {document.height}</bdi></> : null}</span>
        </div>
        {link.data && <a className={css.open} href={link.data.url} target="_blank" rel="noreferrer"><Glyph name="open" />{t('desk.documents.open')}</a>}
      </div>
      {!link.data && link.error ? <FaultNotice error={link.error} retry={() => void link.refetch()} /> : null}
      {!link.data && !link.error ? <Skeleton height={320} /> : null}
      {link.data && <Content document={document} label={label} url={link.data.url} />}
      <Verdict key={document.id} document={document} />
    </div>
  )
}

/** The documents of the case, one of them large. */
export function DocumentPane() {
  const { t, text } = useI18n()
  const { file, form, shown, show } = useOpenCase()
  const labelOf = (d: Document): string => text(fieldAt(form, d.field)?.label) || t('desk.documents.one')
  const current = file.documents.find((d) => d.id === shown)
  if (!current) return <Empty title={t('desk.documents.empty')} glyph="form">{t('desk.documents.emptyText')}</Empty>
  return (
    <>
      <ul className={css.list} aria-label={t('desk.documents.title')}>
        {file.documents.map((d) => (
          <li key={d.id}>
            <button type="button" className={css.pick} aria-pressed={d.id === shown} onClick={() => show(d.id)}>
              <span className={css.pickName}>{labelOf(d)}</span>
              <StateChip of="document" state={d.state} />
            </button>
          </li>
        ))}
      </ul>
      <Viewer document={current} label={labelOf(current)} />
    </>
  )
}
