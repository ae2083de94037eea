import type { MouseEvent, ReactNode, Ref } from 'react'
import { Icon } from './Icon'
import { join } from './join'
import css from './Shell.module.css'

interface ShellProps {
  header: ReactNode
  footer: ReactNode
  children: ReactNode
}

/** Header, one column, footer: always in the same places. */
export function Shell({ header, footer, children }: ShellProps) {
  return (
    <div className={css.shell}>
      <header className={css.header}><div className={css.bar}>{header}</div></header>
      <main className={css.main} id="main" tabIndex={-1}>{children}</main>
      <footer className={css.footer}><div className={css.foot}>{footer}</div></footer>
    </div>
  )
}

export function BrandMark({ name, logo }: { name: string; logo?: string }) {
  return <span className={css.brand}>{logo ? <img className={css.logo} src={logo} alt={name} /> : <bdi>{name}</bdi>}</span>
}

interface LanguagesProps {
  label: string
  current: string
  options: readonly { tag: string; name: string }[]
  onChoose: (tag: string) => void
}

/** Each language by its own name. */
export function Languages({ label, current, options, onChoose }: LanguagesProps) {
  return (
    <nav aria-label={label}>
      <ul className={css.languages}>
        {options.map((o) => (
          <li key={o.tag}>
            <button type="button" className={css.language} lang={o.tag} aria-current={o.tag === current || undefined} onClick={() => onChoose(o.tag)}>
              {o.name}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The line above a page: the way back, and how things stand. */
export function PageTop({ children }: { children: ReactNode }) {
  return <div className={css.top}>{children}</div>
}

export function BackLink({ href, onClick, children }: { href: string; onClick: (e: MouseEvent<HTMLAnchorElement>) => void; children: ReactNode }) {
  return <a className={css.back} href={href} onClick={onClick}><Icon name="back" />{children}</a>
}

interface HeadingProps {
  caption?: ReactNode
  ref?: Ref<HTMLHeadingElement>
  children: ReactNode
}

/** The h1, with where one is above it. It takes the focus when the page changes. */
export function Heading({ caption, ref, children }: HeadingProps) {
  return (
    <div className={css.heading}>
      {caption && <p className={css.caption}>{caption}</p>}
      <h1 ref={ref} tabIndex={-1}>{children}</h1>
    </div>
  )
}

export function Caption({ tone, children }: { tone?: 'warn'; children: ReactNode }) {
  return <span className={join(css.caption, tone && css.warn)}>{children}</span>
}

/** What has to be said before a page: what is wrong with it, or who fills it in. It stands above the heading. */
export function Problems({ children }: { children: ReactNode }) {
  return <div className={css.problems}>{children}</div>
}
