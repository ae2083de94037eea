import { useEffect } from 'react'
import { useI18n } from '../../i18n/I18n'
import { useShortcuts } from '../../desk/shell/shortcuts'

/** What is marked as a part of the screen: data-part on the head, the canvas, the properties… */
const all = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-part]')].filter((part) => part.checkVisibility())

// Where the focus was last in each part: who looks something up elsewhere comes back to it.
const left = new WeakMap<Element, HTMLElement>()

/** What takes the focus of a part, the best first: what is selected, what had it before, what can be written, whatever can be pressed. */
const landings = ['[aria-current][tabindex="0"], [role="treeitem"][tabindex="0"]', '[data-item][aria-current]', 'left', '[data-item][tabindex="0"], input', 'iframe', 'itself', 'button, a[href]']

function landingIn(part: HTMLElement, landing: string): HTMLElement | null {
  const before = left.get(part)
  if (landing === 'left') return before && part.contains(before) && before.checkVisibility() ? before : null
  if (landing === 'itself') return part
  return part.querySelector<HTMLElement>(landing)
}

function enter(part: HTMLElement): void {
  for (const landing of landings) {
    landingIn(part, landing)?.focus()
    if (part.contains(document.activeElement)) return
  }
}

/** Goes to the next part of the screen, or the one before. */
export function goOn(by: 1 | -1): void {
  const parts = all()
  if (parts.length === 0 || document.querySelector('[role="dialog"]')) return
  const now = parts.findIndex((part) => part.contains(document.activeElement))
  const next = parts[(Math.max(now, 0) + by + parts.length) % parts.length] // from nowhere: to the work, not to the line above it
  if (next) enter(next)
}

/** Hears F6 in this window, or in the one of a frame: as between the panes of other programs. */
export function hearParts(listenTo: Document): () => void {
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    goOn(event.shiftKey ? -1 : 1)
  }
  listenTo.addEventListener('keydown', press)
  return () => listenTo.removeEventListener('keydown', press)
}

/** F6 leads from part to part of the builder, Shift+F6 back. */
export function usePartKeys(): void {
  const { t } = useI18n()
  useShortcuts([{ keys: 'F6 Shift+F6', label: t('palette.keys.parts') }])
  useEffect(() => {
    const note = ({ target }: FocusEvent): void => {
      const part = target instanceof HTMLElement && target.closest('[data-part]')
      if (part) left.set(part, target)
    }
    document.addEventListener('focusin', note)
    const stop = hearParts(document)
    return () => {
      document.removeEventListener('focusin', note)
      stop()
    }
  }, [])
}
