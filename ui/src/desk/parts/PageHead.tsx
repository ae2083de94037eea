import { type ReactNode, useEffect } from 'react'
import { useBrand } from '../brand'
import css from './parts.module.css'

interface PageHeadProps {
  title: string
  /** For the window's title, where it is not the same. */
  windowTitle?: string
  note?: ReactNode
  children?: ReactNode
}

/** The heading of a screen with its actions beside it. */
export function PageHead({ title, windowTitle = title, note, children }: PageHeadProps) {
  const { name } = useBrand()
  useEffect(() => {
    document.title = `${windowTitle} – ${name}`
  }, [windowTitle, name])
  return (
    <header className={css.head}>
      <div className={css.headText}>
        <h1>{title}</h1>
        {note && <div className={css.note}>{note}</div>}
      </div>
      {children && <div className={css.headActions}>{children}</div>}
    </header>
  )
}
