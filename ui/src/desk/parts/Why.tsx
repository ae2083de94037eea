import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import { type MouseEvent, type ReactNode, useId } from 'react'
import css from './parts.module.css'

interface WhyButtonProps extends Pick<ButtonProps, 'variant' | 'color' | 'leftSection'> {
  /** Why it cannot be done now; set, the button does nothing but can be reached and explains itself. */
  why?: string
  busy?: boolean
  onClick: () => void
  children: ReactNode
}

/** A button that says why it does nothing: on hover, focus and tap, and to screen readers. */
export function WhyButton({ why, busy = false, onClick, children, ...look }: WhyButtonProps) {
  const id = useId()
  const press = (event: MouseEvent): void => {
    if (why) event.preventDefault()
    else if (!busy) onClick()
  }
  const button = (
    <Button {...look} loading={busy} aria-disabled={why ? true : undefined} data-disabled={why ? true : undefined} aria-describedby={why ? id : undefined} onClick={press}>
      {children}
    </Button>
  )
  if (!why) return button
  return (
    <span>
      <Tooltip label={why}>{button}</Tooltip>
      <span id={id} className={css.why}>{why}</span>
    </span>
  )
}
