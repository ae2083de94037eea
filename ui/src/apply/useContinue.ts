import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { FaultError } from '../api/client'
import { useI18n } from '../i18n/I18n'
import type { Problem } from '../runtime/ErrorSummary'
import type { Violation } from '../runtime/messages'
import type { Saved } from './autosave'
import { errorsOf, messagesByPath, problemsOf } from './problems'
import type { Session } from './session'

interface Continue {
  problems: readonly Problem[]
  busy: boolean
  /** Neither yes nor no came from the server. */
  error: unknown
  submit: () => void
}

interface Step {
  session: Session
  page: string
  /** The keys of the fields on this page. */
  keys: readonly string[]
  /** Which messages are about what is shown here. */
  concerns?: (path: string) => boolean
  onDone: (saved: Saved) => void
}

const all = (): boolean => true

/** Violations as problems in the language of the page. */
function useProblems({ live, store }: Session, found: readonly Violation[]): readonly Problem[] {
  const i18n = useI18n()
  const problems = useMemo(() => problemsOf(found, live, store.answers, i18n), [found, i18n, live, store])
  useEffect(() => {
    store.setErrors(messagesByPath(problems))
    return () => store.setErrors(new Map())
  }, [problems, store])
  return problems
}

/** The Continue button: the browser looks first, the server decides and says where to go. */
export function useContinue({ session, page, keys, concerns = all, onDone }: Step): Continue {
  const { live, store, autosave, filling } = session
  const [found, setFound] = useState<readonly Violation[]>([])
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const running = useRef(false)
  const problems = useProblems(session, found)

  const stop = useCallback((violations: readonly Violation[]): boolean => {
    const list = errorsOf(violations).filter((v) => concerns(v.path))
    setFound(list)
    filling.fail(list)
    return list.length > 0
  }, [concerns, filling])

  const submit = useCallback(async () => {
    setError(undefined)
    if (stop([...store.unfinished, ...live.validate(store.answers, page)])) return
    setBusy(true)
    try {
      const values = Object.fromEntries(keys.map((k) => [k, store.answers[k] ?? null]))
      const saved = await autosave.proceed(page, values)
      if (!stop(saved.violations)) onDone(saved)
    } catch (e) {
      if (!(e instanceof FaultError) || !stop(e.fault.violations ?? [])) setError(e)
    } finally {
      setBusy(false)
    }
  }, [stop, live, store, autosave, page, keys, onDone])

  const once = useCallback(() => {
    if (running.current) return
    running.current = true
    void submit().finally(() => (running.current = false))
  }, [submit])
  return { problems, busy, error, submit: once }
}
