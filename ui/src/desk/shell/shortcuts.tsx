import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'

export interface Shortcut {
  /** "j", "/", "g i": keys one after the other. */
  keys: string
  /** What it does, for the list of shortcuts; without it, it is not listed. */
  label?: string
  /** It does the same on every screen; the list tells these apart. */
  isEverywhere?: boolean
  /** Absent where the browser does it anyway, and only the list should tell. */
  run?: () => void
}

interface Registry {
  add: (list: readonly Shortcut[]) => () => void
  all: () => readonly Shortcut[]
  isOn: boolean
  setOn: (on: boolean) => void
}

const Context = createContext<Registry | undefined>(undefined)

export function useShortcutRegistry(): Registry {
  const registry = useContext(Context)
  if (!registry) throw new Error('useShortcutRegistry outside of ShortcutProvider')
  return registry
}

const memory = 'esteira.shortcuts'
const pause = 1200

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** Whether a dialog is open: its keys are its own. */
export const isDialogOpen = (): boolean => document.querySelector('[role="dialog"]') !== null

function useListener(lists: { current: Set<readonly Shortcut[]> }, isOn: boolean) {
  useEffect(() => {
    let before = ''
    let at = 0
    const press = (event: KeyboardEvent): void => {
      if (!isOn || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isDialogOpen()) return
      const chord = Date.now() - at < pause && before ? `${before} ${event.key}` : event.key
      const all = [...lists.current].reverse().flat().filter((s) => s.run)
      const hit = all.find((s) => s.keys === chord) ?? all.find((s) => s.keys === event.key)
      const begins = all.some((s) => s.keys.startsWith(`${event.key} `))
      ;[before, at] = [hit ? '' : begins ? event.key : '', Date.now()]
      if (!hit) return
      event.preventDefault()
      hit.run?.()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [lists, isOn])
}

/** Hears single keys while nobody types. They can be switched off, for those who speak to their computer. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const lists = useRef(new Set<readonly Shortcut[]>())
  const [isOn, set] = useState(() => localStorage.getItem(memory) !== 'off')
  useListener(lists, isOn)
  const add = useCallback((list: readonly Shortcut[]) => {
    lists.current.add(list)
    return () => void lists.current.delete(list)
  }, [])
  const setOn = useCallback((on: boolean) => {
    localStorage.setItem(memory, on ? 'on' : 'off')
    set(on)
  }, [])
  const value = useMemo(() => ({ add, all: () => [...lists.current].flat(), isOn, setOn }), [add, isOn, setOn])
  return <Context value={value}>{children}</Context>
}

/** Offers shortcuts while a screen is there. */
export function useShortcuts(list: readonly Shortcut[]): void {
  const { add } = useShortcutRegistry()
  const latest = useRef(list)
  latest.current = list
  const signature = list.map((s) => `${s.keys}:${s.label ?? ''}:${s.isEverywhere ?? ''}`).join('|')
  useEffect(
    () => add(latest.current.map((s, i) => ({ ...s, ...(s.run && { run: () => latest.current[i]?.run?.() }) }))),
    [add, signature],
  )
}
