import type { ReactNode } from 'react'
import { Glyph, type GlyphName } from './Glyph'
import css from './parts.module.css'
import { useWindowTitle } from './useWindowTitle'

interface EmptyProps {
  title: string
  glyph?: GlyphName
  /** It is all there is on the screen, not a part of one. */
  isPage?: boolean
  action?: ReactNode
  /** What this place is for, and the first step. */
  children?: ReactNode
}

export function Empty({ title, glyph = 'queue', isPage = false, action, children }: EmptyProps) {
  useWindowTitle(isPage ? title : undefined)
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <div className={css.empty}>
      <span className={css.emptyGlyph}><Glyph name={glyph} size={24} /></span>
      <Heading className={css.emptyTitle}>{title}</Heading>
      {children && <div className={css.emptyText}>{children}</div>}
      {action}
    </div>
  )
}
