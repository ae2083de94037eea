import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { VisuallyHidden } from '@mantine/core'

const Context = createContext<(text: string) => void>(() => undefined)

/** Says to screen readers what an action did. */
export const useAnnounce = (): ((text: string) => void) => useContext(Context)

/** The one place of the builder that speaks. */
export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', turn: 0 })
  // Two equal sentences one after the other are both spoken: what is new is an element.
  const announce = useCallback((text: string) => setSaid((before) => ({ text, turn: before.turn + 1 })), [])
  return (
    <Context value={announce}>
      {children}
      <VisuallyHidden><div role="log" aria-live="polite" aria-relevant="additions" data-announcer=""><p key={said.turn}>{said.text}</p></div></VisuallyHidden>
    </Context>
  )
}
