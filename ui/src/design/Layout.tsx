import type { ReactNode, Ref } from 'react'
import css from './Layout.module.css'
import { join } from './join'

/** Things under each other with even space. */
export function Stack({ gap, children }: { gap?: 'small' | 'medium' | 'large'; children: ReactNode }) {
  return <div className={join(css.stack, gap && css[gap])}>{children}</div>
}

/** Text of less weight. */
export function Soft({ small = false, children }: { small?: boolean; children: ReactNode }) {
  return <p className={join(css.soft, small && css.tiny)}>{children}</p>
}

export function Card({ children }: { children: ReactNode }) {
  return <section className={css.card}>{children}</section>
}

export function Inset({ children }: { children: ReactNode }) {
  return <div className={css.inset}>{children}</div>
}

/** Fields that belong together, set off by a line. */
export function Indent({ children }: { children: ReactNode }) {
  return <div className={css.indent}>{children}</div>
}

export function BulletList({ items }: { items: readonly string[] }) {
  return <ul className={css.list}>{items.map((item) => <li key={item}>{item}</li>)}</ul>
}

/** Holds the place of what is on its way, without movement. */
export function Skeleton({ label }: { label: string }) {
  return (
    <div className={css.skeleton} role="status" aria-label={label}>
      <span /><span /><span /><span />
    </div>
  )
}

interface SubheadingProps {
  level: 2 | 3 | 4 | 5 | 6
  id?: string
  ref?: Ref<HTMLHeadingElement>
  children: ReactNode
}

/** A small heading at whatever level the page has reached; script may give it the focus. */
export function Subheading({ level, ref, ...rest }: SubheadingProps) {
  const Tag = `h${level}` as const
  return <Tag {...rest} className={css.subheading} ref={ref} tabIndex={ref ? -1 : undefined} />
}

/** A code that is read out: in its own direction, never broken. */
export function Code({ children }: { children: ReactNode }) {
  return <strong><bdi className={css.whole}>{children}</bdi></strong>
}
