import type { MouseEvent, ReactNode } from 'react'
import css from './Hidden.module.css'

/** For ears only. */
export function Hidden({ children }: { children: ReactNode }) {
  return <span className={css.hidden}>{children}</span>
}

/** The first link of a page: to the element of an id, past what stands on every page. */
export function SkipLink({ to, children }: { to: string; children: ReactNode }) {
  // The address stays as it is: what stands behind its # may be somebody's token.
  const skip = (event: MouseEvent): void => {
    event.preventDefault()
    const target = document.getElementById(to)
    target?.focus()
    target?.scrollIntoView()
  }
  return <a className={css.skip} href={`#${to}`} onClick={skip}>{children}</a>
}

/** Tells of something that happened elsewhere on the page, politely. The box is always there, as readers want. */
export function LiveRegion({ children, visible = false }: { children: ReactNode; visible?: boolean }) {
  return <div role="status" className={visible ? undefined : css.hidden}>{children}</div>
}
