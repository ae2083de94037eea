import { ActionIcon, Button, type ButtonProps, Tooltip } from '@mantine/core'
import { type MouseEvent, type ReactElement, type ReactNode, useId } from 'react'
import { Glyph, type GlyphName } from './Glyph'
import { once } from './once'
import css from './parts.module.css'

interface Reason {
  /** Why it cannot be done now; set, the button does nothing but can be reached and explains itself. */
  why?: string
  onClick?: () => void
}

/** What a button needs to be reached though it does nothing. */
function useReason({ why, onClick }: Reason) {
  const id = useId()
  const press = (event: MouseEvent): void => {
    if (why) event.preventDefault()
    else once(onClick)(event)
  }
  const props = { 'aria-disabled': why ? (true as const) : undefined, 'data-disabled': why ? true : undefined, 'aria-describedby': why ? id : undefined, onClick: press }
  const explained = (button: ReactElement): ReactElement =>
    why ? (
      <span className={css.whyFrame}>
        <Tooltip label={why}>{button}</Tooltip>
        <span id={id} className={css.why}>{why}</span>
      </span>
    ) : button
  return { props, explained }
}

interface WhyButtonProps extends Reason, Pick<ButtonProps, 'variant' | 'color' | 'leftSection' | 'size'> {
  type?: 'button' | 'submit'
  busy?: boolean
  /** What it is called where its words alone do not tell. */
  label?: string
  children: ReactNode
}

/** A button that says why it does nothing: on hover, focus and tap, and to screen readers. */
export function WhyButton({ why, busy = false, label, onClick, children, ...look }: WhyButtonProps) {
  const { props, explained } = useReason({ why, onClick: busy ? undefined : onClick })
  return explained(<Button {...look} {...props} aria-label={label} loading={busy}>{children}</Button>)
}

interface WhyIconProps extends Reason {
  label: string
  title: string
  glyph: GlyphName
}

/** The same as a small picture. */
export function WhyIcon({ why, onClick, label, title, glyph }: WhyIconProps) {
  const { props, explained } = useReason({ why, onClick })
  return explained(<ActionIcon size={24} className={css.whyIcon} aria-label={label} title={why ? undefined : title} {...props}><Glyph name={glyph} /></ActionIcon>)
}
