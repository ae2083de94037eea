import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react'

/** Something that can be found by its name and done. */
export interface Command {
  /** Its own among all commands of the screen. */
  id: string
  title: string
  /** What it stands with in the list: pages, fields, what can be done. */
  group: string
  /** Where it is, for what is called like something else: "Identification › Address". */
  where?: string
  /** More words to find it by. */
  words?: string
  /** The key that does it too. */
  keys?: string
  run: () => void
}

/** Gives commands when they are looked for, so that they are never older than the screen. */
type CommandSource = () => readonly Command[]

interface Registry {
  add: (source: CommandSource) => () => void
  all: CommandSource
}

const Context = createContext<Registry | undefined>(undefined)

/** Holds what the screens offer; around all of them. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const sources = useRef(new Set<CommandSource>())
  const value = useMemo<Registry>(() => ({
    add: (source) => {
      sources.current.add(source)
      return () => void sources.current.delete(source)
    },
    // What was offered last is nearest to the person: it comes first.
    all: () => [...sources.current].reverse().flatMap((source) => source()),
  }), [])
  return <Context value={value}>{children}</Context>
}

export function useCommandRegistry(): Registry {
  const registry = useContext(Context)
  if (!registry) throw new Error('useCommandRegistry outside of CommandProvider')
  return registry
}

/** Offers commands while a screen is there. */
export function useCommands(source: CommandSource): void {
  const { add } = useCommandRegistry()
  const latest = useRef(source)
  useEffect(() => {
    latest.current = source
  })
  useEffect(() => add(() => latest.current()), [add])
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** "Ctrl+K" as this computer's keyboard says it. */
export const keyName = (keys: string): string => (isMac ? keys.replaceAll('Ctrl+', '⌘').replaceAll('Alt+', '⌥').replaceAll('Shift+', '⇧') : keys)
