import type { ReactNode } from 'react'
import type { Tone } from './Chip'
import { Glyph, type GlyphName } from './Glyph'
import css from './parts.module.css'

const glyphs: Record<Tone, GlyphName> = { plain: 'hidden', info: 'help', success: 'pass', warn: 'unclear', danger: 'unavailable' }

interface NoticeProps {
  tone?: Tone
  glyph?: GlyphName
  title?: string
  role?: 'alert' | 'status'
  children?: ReactNode
}

/** Something to know before going on; the picture and words carry it, the colour repeats it. */
export function Notice({ tone = 'plain', glyph = glyphs[tone], title, role, children }: NoticeProps) {
  return (
    <div className={css.notice} data-tone={tone} role={role}>
      <span className={css.noticeGlyph}><Glyph name={glyph} size={16} /></span>
      <div className={css.noticeBody}>
        {title && <p className={css.noticeTitle}>{title}</p>}
        {children}
      </div>
    </div>
  )
}
