import type { ReactNode } from 'react'
import css from './parts.module.css'
import { useWindowTitle } from './useWindowTitle'

interface PageHeadProps {
  title: string
  /** For the window's title, where it is not the same. */
  windowTitle?: string
  note?: ReactNode
  children?: ReactNode
}

/** The heading of a screen with its actions beside it. */
export function PageHead({ title, windowTitle = title, note, children }: PageHeadProps) {
  useWindowTitle(windowTitle)
  return (
    <header className={css.head}>
      <div className={css.headText}>
        <h1><bdi>{title}</bdi></h1>
        {note && <div className={css.note}>{note}</div>}
      </div>
      {children && <div className={css.headActions}>{children}</div>}
    </header>
  )
}
