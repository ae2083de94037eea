import { type ReactNode, useEffect, useRef } from 'react'
import css from './Field.module.css'
import { Hidden } from './Hidden'
import { join } from './join'

/** What every question has around its control. Texts come translated. */
export interface FieldFrame {
  id: string
  label: string
  /** "(optional)", translated; absent where an answer is owed. */
  optional?: string
  hint?: string
  help?: string
  helpTitle?: string
  error?: string
  /** Hidden "Error:" before the message. */
  errorPrefix?: string
  note?: string
}

/** The ids for aria-describedby of a control, or undefined. */
export function describedBy({ id, hint, error, note }: FieldFrame, ...more: (string | undefined)[]): string | undefined {
  const ids = [hint && `${id}-hint`, error && `${id}-error`, note && `${id}-note`, ...more].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}

function Around({ id, hint, help, helpTitle, error, errorPrefix, note }: FieldFrame) {
  return (
    <>
      {hint && <div className={css.hint} id={`${id}-hint`}>{hint}</div>}
      {help && (
        <details className={css.help}>
          <summary>{helpTitle}</summary>
          <div className={css.helpText}>{help}</div>
        </details>
      )}
      {note && <div className={css.note} id={`${id}-note`}>{note}</div>}
      {error && (
        <div className={css.error} id={`${id}-error`}>
          {errorPrefix && <Hidden>{errorPrefix} </Hidden>}
          {error}
        </div>
      )}
    </>
  )
}

function Label({ label, optional }: FieldFrame) {
  return <>{label}{optional && <span className={css.optional}> {optional}</span>}</>
}

/** A question with one control, whose id is frame.id. */
export function Field({ frame, children }: { frame: FieldFrame; children: ReactNode }) {
  return (
    <div className={join(css.field, frame.error && css.invalid)}>
      <label className={css.label} htmlFor={frame.id}><Label {...frame} /></label>
      <Around {...frame} />
      <div className={css.control}>{children}</div>
    </div>
  )
}

interface FieldsetProps {
  frame: FieldFrame
  large?: boolean
  children: ReactNode
}

/**
 * A question with several controls. Its hint and error are tied to the group, once. It can be focused by script, for
 * links of the error summary that point at no single control.
 */
export function Fieldset({ frame, large = false, children }: FieldsetProps) {
  return (
    <fieldset
      className={join(css.field, frame.error && css.invalid)}
      aria-describedby={describedBy(frame)}
      id={`${frame.id}-group`}
      tabIndex={-1}
    >
      <legend className={join(css.label, large && css.large)}><Label {...frame} /></legend>
      <Around {...frame} />
      <div className={css.control}>{children}</div>
    </fieldset>
  )
}

/** Gives the focus to an element when it appears. */
export function useFocusOnMount<E extends HTMLElement>(active = true) {
  const ref = useRef<E>(null)
  useEffect(() => {
    if (active) ref.current?.focus()
  }, [active])
  return ref
}
