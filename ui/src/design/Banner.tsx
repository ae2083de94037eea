import type { ReactNode, Ref } from 'react'
import css from './Banner.module.css'
import { join } from './join'

interface BannerProps {
  tone?: 'info' | 'success' | 'warn' | 'danger'
  title?: ReactNode
  /** 1 where the banner is what the page is about. */
  level?: 1 | 2 | 3
  /** Large and centred, for the end of something. */
  receipt?: boolean
  role?: 'alert' | 'status'
  ref?: Ref<HTMLDivElement>
  children?: ReactNode
}

export function Banner({ tone = 'info', title, level = 2, receipt = false, role, ref, children }: BannerProps) {
  const Heading = `h${level}` as const
  return (
    <div className={join(css.banner, css[tone], receipt && css.receipt)} role={role} ref={ref} tabIndex={ref ? -1 : undefined}>
      {title && <Heading className={css.title}>{title}</Heading>}
      {children}
    </div>
  )
}
