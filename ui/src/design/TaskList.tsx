import type { ReactNode } from 'react'
import css from './TaskList.module.css'

export function TaskList({ children }: { children: ReactNode }) {
  return <ul className={css.list}>{children}</ul>
}

interface TaskProps {
  /** A link where there is something to do: its target is the whole row. */
  title: ReactNode
  hint?: ReactNode
  status: ReactNode
}

export function Task({ title, hint, status }: TaskProps) {
  return (
    <li className={css.item}>
      <div className={css.text}>
        {title}
        {hint && <div className={css.hint}>{hint}</div>}
      </div>
      <div className={css.status}>{status}</div>
    </li>
  )
}
