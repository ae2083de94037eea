import type { MouseEvent } from 'react'

/** The second press of a double click does nothing: by then the button may do the opposite. On a button that submits, without anything to run. */
export const once =
  (run?: () => void) =>
  (event: MouseEvent): void => {
    if (event.detail > 1) event.preventDefault()
    else run?.()
  }
