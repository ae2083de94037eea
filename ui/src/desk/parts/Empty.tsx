import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Glyph, type GlyphName } from './Glyph'
import css from './parts.module.css'

interface EmptyProps {
  title: string
  glyph?: GlyphName
  action?: ReactNode
  /** What this place is for, and the first step. */
  children?: ReactNode
}

export function Empty({ title, glyph = 'queue', action, children }: EmptyProps) {
  return (
    <div className={css.empty}>
      <span className={css.emptyGlyph}><Glyph name={glyph} size={24} /></span>
      <Title order={2} size="md">{title}</Title>
      {children && <div className={css.emptyText}>{children}</div>}
      {action}
    </div>
  )
}
