import type { ReactNode } from 'react'
import css from './Hidden.module.css'

/** For ears only. */
export function Hidden({ children }: { children: ReactNode }) {
  return <span className={css.hidden}>{children}</span>
}

/** The first link of a page. */
export function SkipLink({ href, children }: { href: string; children: ReactNode }) {
  return <a className={css.skip} href={href}>{children}</a>
}

/** Tells of something that happened elsewhere on the page, politely. The box is always there, as readers want. */
export function LiveRegion({ children, visible = false }: { children: ReactNode; visible?: boolean }) {
  return <div role="status" className={visible ? undefined : css.hidden}>{children}</div>
}
