import type { ButtonHTMLAttributes, MouseEvent, ReactNode, Ref } from 'react'
import css from './Button.module.css'
import { join } from './join'

type Kind = 'primary' | 'secondary' | 'danger' | 'quiet'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style'> {
  kind?: Kind
  /** Something is under way: the button stays focusable, and a press does nothing. */
  busy?: boolean
  wide?: boolean
  ref?: Ref<HTMLButtonElement>
}

export function Button({ kind = 'primary', busy = false, wide = false, type = 'button', onClick, ...rest }: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    if (busy) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || undefined}
      className={join(css.button, css[kind], busy && css.busy, wide && css.wide)}
      onClick={press}
    />
  )
}

interface ButtonLinkProps {
  href: string
  kind?: Kind
  wide?: boolean
  children: ReactNode
  onClick?: (event: MouseEvent<HTMLAnchorElement>) => void
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({ kind = 'primary', wide = false, ...rest }: ButtonLinkProps) {
  return <a {...rest} className={join(css.button, css[kind], wide && css.wide)} />
}

export function ButtonRow({ children }: { children: ReactNode }) {
  return <div className={css.row}>{children}</div>
}
