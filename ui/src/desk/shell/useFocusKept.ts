import { useEffect } from 'react'
import { isUsable, stopsIn } from '../parts/stops'

type Removal = Pick<MutationRecord, 'target' | 'previousSibling' | 'nextSibling'> & { removed: Element }

/** The removal that took an element away, or what it stood in. */
function removalOf(element: Node, records: readonly MutationRecord[]): Removal | undefined {
  for (const { target, previousSibling, nextSibling, removedNodes } of records) {
    const removed = [...removedNodes].find((node) => node instanceof Element && node.contains(element))
    if (removed) return target.isConnected ? { target, previousSibling, nextSibling, removed: removed as Element } : removalOf(target, records)
  }
  return undefined
}

const isBefore = (one: Node, other: Node): boolean => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 && !one.contains(other)

/** Whether something stands behind the place of what was taken away. */
function isBehind(stop: Element, { target, previousSibling, nextSibling }: Removal): boolean {
  if (!target.contains(stop)) return isBefore(target, stop)
  if (!previousSibling) return true
  if (target.contains(previousSibling)) return isBefore(previousSibling, stop)
  return nextSibling !== null && target.contains(nextSibling) && (nextSibling.contains(stop) || isBefore(nextSibling, stop))
}

/** What stands where an element stood: the same in the line behind it or before it, else what comes next, else what came before. */
function heirOf(element: HTMLElement, removal: Removal): HTMLElement | undefined {
  const { target, previousSibling, nextSibling, removed } = removal
  const at = stopsIn(removed).indexOf(element)
  for (const line of [nextSibling, previousSibling]) {
    if (!(line instanceof Element) || line.nodeName !== removed.nodeName) continue
    const stops = stopsIn(line)
    const same = [stops[at], ...stops].find(isUsable)
    if (same) return same
  }
  for (let whole = target as Element | null; whole && whole !== document.body; whole = whole.parentElement) {
    const stops = stopsIn(whole).filter(isUsable)
    const heir = stops.find((e) => isBehind(e, removal)) ?? stops.at(-1)
    if (heir) return heir
  }
  return undefined
}

const isLost = (element: HTMLElement): boolean => !element.isConnected && (document.activeElement === null || document.activeElement === document.body)

/**
 * Keeps the place of who works by keyboard: when what has the focus is taken away, such as the button that removes its own line, what
 * stands there then has it. Whoever gives the focus elsewhere comes first, and who has left what had it is not called back.
 */
export function useFocusKept(): void {
  useEffect(() => {
    let last: HTMLElement | undefined
    let removal: Removal | undefined
    const note = ({ target }: FocusEvent): void => void (last = target instanceof HTMLElement ? target : undefined)
    const leave = ({ target }: FocusEvent): void => {
      // What is taken away or switched off loses the focus too, and so does a window; only afterwards it shows that a person left.
      queueMicrotask(() => {
        if (last === target && last !== document.activeElement && last?.isConnected && isUsable(last) && document.hasFocus()) last = undefined
      })
    }
    const mend = (): void => {
      if (last && removal && isLost(last)) heirOf(last, removal)?.focus({ preventScroll: true })
    }
    const watch = new MutationObserver((records) => {
      if (!last || !isLost(last)) return
      removal = removalOf(last, records) ?? removal
      requestAnimationFrame(() => requestAnimationFrame(mend))
    })
    document.addEventListener('focusin', note)
    document.addEventListener('focusout', leave)
    watch.observe(document.body, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', note)
      document.removeEventListener('focusout', leave)
      watch.disconnect()
    }
  }, [])
}
