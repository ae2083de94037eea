import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { api, ask, isSignedOut, type Schemas } from '../api/client'

export type Case = Schemas['ApplicantCase']

export type CaseState =
  | { kind: 'unknown' | 'loading' | 'none' }
  | { kind: 'ready'; case: Case }
  | { kind: 'failed'; error: unknown }

interface CaseContext {
  state: CaseState
  /** Asks the server for the case of this device's cookie. */
  load: () => Promise<void>
  /** Takes a case that the server has just answered with, or a change of it. */
  take: (next: Case | ((now: Case) => Case)) => void
  /** The cookie is known to be worth nothing. */
  lose: () => void
}

const Context = createContext<CaseContext | undefined>(undefined)

export function CaseProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<CaseState>({ kind: 'unknown' })
  const load = useCallback(async () => {
    setState((s) => (s.kind === 'ready' ? s : { kind: 'loading' }))
    try {
      setState({ kind: 'ready', case: await ask(api.GET('/portal/case')) })
    } catch (error) {
      setState(isSignedOut(error) ? { kind: 'none' } : { kind: 'failed', error })
    }
  }, [])
  const take = useCallback<CaseContext['take']>((next) => {
    setState((s) => {
      if (typeof next !== 'function') return { kind: 'ready', case: next }
      return s.kind === 'ready' ? { kind: 'ready', case: next(s.case) } : s
    })
  }, [])
  const lose = useCallback(() => setState({ kind: 'none' }), [])
  const value = useMemo(() => ({ state, load, take, lose }), [state, load, take, lose])
  return <Context value={value}>{children}</Context>
}

export function useCase(): CaseContext {
  const context = useContext(Context)
  if (!context) throw new Error('useCase outside of CaseProvider')
  return context
}
