import { Skeleton } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { Hidden } from '../../design/Hidden'
import { useI18n } from '../../i18n/I18n'
import { Notice } from '../parts/Notice'
import { draw, type Pdf, type PdfSheet, perPoint, usePdfSheet, usePdfWords } from './pdf'
import { Stage } from './Stage'
import type { View } from './view'
import css from './viewer.module.css'

function Drawn({ sheet, scale, turn }: { sheet: PdfSheet; scale: number; turn: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => (canvas.current ? draw(sheet, canvas.current, { scale, turn }) : undefined), [sheet, scale, turn])
  return <canvas ref={canvas} className={css.canvas} aria-hidden="true" data-turn={turn} />
}

interface PaperProps {
  pdf: Pdf | undefined
  isBroken: boolean
  alt: string
  view: View
  onScale: (scale: number) => void
}

/** One page of a PDF, with its words for those who hear them. */
export function Paper({ pdf, isBroken, alt, view, onScale }: PaperProps) {
  const { t } = useI18n()
  const sheet = usePdfSheet(pdf, view.page)
  const words = usePdfWords(sheet)
  if (isBroken) return <Notice tone="warn">{t('documents.pdfBroken')}</Notice>
  if (!pdf || !sheet) return <Skeleton height={320} />
  const { width, height } = sheet.getViewport({ scale: perPoint, rotation: sheet.rotate })
  return (
    <Stage label={`${alt}, ${t('documents.pageOf', { page: view.page, count: pdf.numPages })}`} size={{ width, height }} view={view} onScale={onScale}>
      {(scale) => (
        <>
          <Drawn sheet={sheet} scale={scale} turn={view.turn} />
          <Hidden>{words}</Hidden>
        </>
      )}
    </Stage>
  )
}

function Small({ pdf, number, isShown, onPick }: { pdf: Pdf; number: number; isShown: boolean; onPick: () => void }) {
  const { t } = useI18n()
  const sheet = usePdfSheet(pdf, number)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!sheet || !canvas.current) return
    const { width } = sheet.getViewport({ scale: perPoint })
    return draw(sheet, canvas.current, { scale: 72 / width, turn: 0 })
  }, [sheet])
  return (
    <li>
      <button type="button" className={css.pagePick} aria-current={isShown || undefined} onClick={onPick}>
        <canvas ref={canvas} aria-hidden="true" />
        <span>{t('documents.page', { page: number })}</span>
      </button>
    </li>
  )
}

/** All pages of a PDF, small, to go to one of them. */
export function Pages({ pdf, view }: { pdf: Pdf; view: View }) {
  const { t } = useI18n()
  return (
    <ol className={css.pages} aria-label={t('documents.pages')}>
      {Array.from({ length: pdf.numPages }, (_, i) => (
        <Small key={i} pdf={pdf} number={i + 1} isShown={i + 1 === view.page} onPick={() => view.setPage(i + 1)} />
      ))}
    </ol>
  )
}
