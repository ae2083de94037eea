import { useEffect, useState } from 'react'
import { isUsable, stopsIn } from './stops'

/** An element and what it stands in, up to the page. */
function wayTo(element: Element | null): Element[] {
  return element && element !== document.body ? [element, ...wayTo(element.parentElement)] : []
}

/** The first thing that Tab stops at: of a tree or a list of tabs what is chosen there. */
const firstIn = (whole: Element): HTMLElement | undefined => stopsIn(whole).find(isUsable)

/** Gives the focus back to what had it before, for what is there only while it is open; when that is gone, to what it stood in. */
export function useFocusBack(): void {
  const [way] = useState(() => wayTo(document.activeElement))
  useEffect(() => () => {
    const [before] = way
    const still = way.filter((e) => e.isConnected)
    const heir = before?.isConnected ? before : still.map(firstIn).find(Boolean)
    if (heir instanceof HTMLElement) heir.focus({ preventScroll: true })
  }, [way])
}
