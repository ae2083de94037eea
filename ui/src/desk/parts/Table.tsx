import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/I18n'
import css from './parts.module.css'

/**
 * A plain table of the administration's screens; it scrolls by itself where it is wider than the screen. On a narrow one its
 * heads are not seen: a cell that says nothing without its head repeats it in data-head.
 */
export function Table({ label, heads, children }: { label: string; heads: readonly string[]; children: ReactNode }) {
  return (
    <div className={css.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={css.table}>
        <thead><tr>{heads.map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

export function Body({ children }: { children: ReactNode }) {
  return <div className={css.body}>{children}</div>
}

export function Stack({ children }: { children: ReactNode }) {
  return <div className={css.stack}>{children}</div>
}

/** The shape of a list before it is there. */
export function ListSkeleton({ rows = 8 }: { rows?: number }) {
  const { t } = useI18n()
  return (
    <div className={css.body} role="status" aria-label={t('desk.loading')}>
      <div className={css.stack}>{Array.from({ length: rows }, (_, i) => <Skeleton key={i} height={18} width={`${92 - (i % 4) * 9}%`} />)}</div>
    </div>
  )
}
