import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import type { Files } from '../fields/input'
import type { FieldState, FormStore } from './store'

/** What every field of a form is drawn with. */
export interface Runtime {
  store: FormStore
  files: Files
  /** A field was left. */
  onLeave: () => void
}

const Context = createContext<Runtime | undefined>(undefined)

export const RuntimeProvider = Context.Provider

export function useRuntime(): Runtime {
  const runtime = useContext(Context)
  if (!runtime) throw new Error('useRuntime outside of RuntimeProvider')
  return runtime
}

/** The state of one field; draws anew only when it changes. */
export function useFieldState(store: FormStore, path: string): FieldState {
  const subscribe = useCallback((listener: () => void) => store.subscribe(path, listener), [store, path])
  return useSyncExternalStore(subscribe, () => store.state(path))
}
