import type { ReactNode } from 'react'
import css from './Tag.module.css'
import { join } from './join'

/** A state in one or two words; the words say it, the colour only repeats it. */
export function Tag({ tone, children }: { tone?: 'info' | 'success' | 'warn' | 'danger'; children: ReactNode }) {
  return <span className={join(css.tag, tone && css[tone])}>{children}</span>
}
