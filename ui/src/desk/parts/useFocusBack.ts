import { useEffect, useState } from 'react'

/** Gives the focus back to what had it before, for what is there only while it is open. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(() => () => {
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
  }, [before])
}
