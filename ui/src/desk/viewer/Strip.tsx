import { useEffect, useRef, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { useOpenCase } from '../case/context'
import { Chip, StateChip } from '../parts/Chip'
import { Glyph } from '../parts/Glyph'
import type { Document } from '../query/cases'
import { useThumbnail } from './queries'
import css from './viewer.module.css'

function Small({ document }: { document: Document }) {
  const { id } = useOpenCase()
  const link = useThumbnail(id, document)
  const [lost, setLost] = useState<string>()
  if (link.data && lost !== link.data.url) return <img className={css.small} src={link.data.url} alt="" loading="lazy" onError={() => setLost(link.data.url)} />
  return <span className={css.small}><Glyph name={document.scan === 'flagged' ? 'unavailable' : 'form'} size={20} /></span>
}

/** The state of the scan where it matters; a clean file needs no word. */
function ScanChip({ document }: { document: Document }) {
  const { t } = useI18n()
  if (document.scan === 'flagged') return <Chip tone="danger" glyph="unavailable">{t('documents.scan.flagged')}</Chip>
  if (document.scan === 'pending') return <Chip tone="info" glyph="pending">{t('documents.scan.pending')}</Chip>
  if (document.scan === 'unscannable') return <Chip tone="warn" glyph="unclear">{t('documents.scan.unscannable')}</Chip>
  return null
}

/** The documents side by side, small, one of them chosen. */
export function Strip({ documents, labelOf }: { documents: readonly Document[]; labelOf: (d: Document) => string }) {
  const { t } = useI18n()
  const { shown, show } = useOpenCase()
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }) // newer browsers answer with a promise, which an effect must not return
  }, [shown])
  return (
    <ul ref={list} className={css.list} aria-label={t('desk.documents.title')}>
      {documents.map((d) => (
        <li key={d.id}>
          <button type="button" className={css.pick} aria-pressed={d.id === shown} onClick={() => show(d.id)}>
            <Small document={d} />
            <span className={css.pickText}>
              <span className={css.pickName}>{labelOf(d)}</span>
              {d.scan === 'flagged' ? <ScanChip document={d} /> : <StateChip of="document" state={d.state} />}
              {d.scan !== 'flagged' && <ScanChip document={d} />}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
