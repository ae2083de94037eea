import { useEffect, useState } from 'react'

/** What stands beside an element and its ancestors, up to the root of the app: dialogs and messages stand outside of it. */
function surroundings(element: HTMLElement): HTMLElement[] {
  const out: HTMLElement[] = []
  for (let at = element; at.parentElement && at.parentElement !== document.body; at = at.parentElement) {
    for (const sibling of at.parentElement.children) if (sibling !== at && sibling instanceof HTMLElement && !sibling.inert) out.push(sibling)
  }
  return out
}

/** Gives an element the whole screen. All around it is out of reach meanwhile; Escape leads back. */
export function useFull(box: { current: HTMLElement | null }): { isFull: boolean; setFull: (is: boolean) => void } {
  const [isFull, setFull] = useState(false)
  useEffect(() => {
    if (!isFull || !box.current) return
    const asleep = surroundings(box.current)
    for (const element of asleep) element.inert = true
    // The page as a whole: what is laid over it would not be seen above a part of it.
    document.documentElement.requestFullscreen?.().catch(() => undefined)
    const left = (): void => setFull(document.fullscreenElement !== null)
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[role="dialog"]')) setFull(false)
    }
    document.addEventListener('fullscreenchange', left)
    document.addEventListener('keydown', press)
    return () => {
      for (const element of asleep) element.inert = false
      document.removeEventListener('fullscreenchange', left)
      document.removeEventListener('keydown', press)
      if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined)
    }
  }, [isFull, box])
  return { isFull, setFull }
}
