import type { ReactNode } from 'react'
import css from './Summary.module.css'

/** Names and values, each with what can be done about it. */
export function Summary({ children }: { children: ReactNode }) {
  return <dl className={css.list}>{children}</dl>
}

interface SummaryRowProps {
  label: ReactNode
  empty?: boolean
  action?: ReactNode
  children: ReactNode
}

export function SummaryRow({ label, empty = false, action, children }: SummaryRowProps) {
  return (
    <div className={css.row}>
      <dt>{label}</dt>
      <dd className={empty ? css.empty : undefined}>{children}</dd>
      {action && <dd className={css.action}>{action}</dd>}
    </div>
  )
}
