import { ActionIcon } from '@mantine/core'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Glyph, type GlyphName } from '../parts/Glyph'
import { useShortcuts } from '../shell/shortcuts'
import { farther, nearer, type View } from './view'
import css from './viewer.module.css'

export function Tool({ label, glyph, pressed, onClick }: { label: string; glyph: GlyphName; pressed?: boolean; onClick: () => void }) {
  return <ActionIcon variant={pressed ? 'filled' : 'default'} aria-label={label} title={label} aria-pressed={pressed} onClick={onClick}><Glyph name={glyph} /></ActionIcon>
}

interface ToolsProps {
  view: View
  scale: number
  /** Pages of a PDF. */
  pages: number
  arePagesShown: boolean
  onPages: () => void
  /** Its keys are heard; of two sheets only one hears them. */
  hasKeys: boolean
  children?: ReactNode
}

/** Zoom, turn and leaf through one sheet. */
export function Tools({ view, scale, pages, arePagesShown, onPages, hasKeys, children }: ToolsProps) {
  const { t, number } = useI18n()
  const leaf = (by: number): void => view.setPage(Math.min(Math.max(view.page + by, 1), Math.max(pages, 1)))
  const into = (): void => view.setZoom(nearer(scale))
  const out = (): void => view.setZoom(farther(scale))
  useShortcuts(hasKeys ? [
    { keys: '+', label: t('desk.viewer.in'), run: into },
    { keys: '-', label: t('desk.viewer.out'), run: out },
    { keys: 'w', label: t('documents.fitWidth'), run: () => view.setZoom('width') },
    { keys: '0', label: t('documents.fitPage'), run: () => view.setZoom('page') },
    { keys: 'r', label: t('documents.turnRight'), run: () => view.rotate(90) },
    { keys: 'R', label: t('documents.turnLeft'), run: () => view.rotate(-90) },
    ...(pages > 1 ? [{ keys: '.', label: t('documents.nextPage'), run: () => leaf(1) }, { keys: ',', label: t('documents.previousPage'), run: () => leaf(-1) }] : []),
  ] : [])
  return (
    <div className={css.tools} role="toolbar" aria-label={t('desk.viewer.tools')}>
      <Tool label={t('desk.viewer.out')} glyph="minus" onClick={out} />
      <output className={css.zoom}>{number(scale, { style: 'percent', maximumFractionDigits: 0 })}</output>
      <Tool label={t('desk.viewer.in')} glyph="plus" onClick={into} />
      <Tool label={t('documents.fitWidth')} glyph="width" pressed={view.zoom === 'width'} onClick={() => view.setZoom('width')} />
      <Tool label={t('documents.fitPage')} glyph="fit" pressed={view.zoom === 'page'} onClick={() => view.setZoom('page')} />
      <Tool label={t('documents.turnRight')} glyph="rotate" onClick={() => view.rotate(90)} />
      {pages > 1 && (
        <span className={css.leaf}>
          <Tool label={t('documents.previousPage')} glyph="back" onClick={() => leaf(-1)} />
          <span role="status">{t('documents.pageOf', { page: view.page, count: pages })}</span>
          <Tool label={t('documents.nextPage')} glyph="forward" onClick={() => leaf(1)} />
          <Tool label={t('documents.pages')} glyph="menu" pressed={arePagesShown} onClick={onPages} />
        </span>
      )}
      {children}
    </div>
  )
}
