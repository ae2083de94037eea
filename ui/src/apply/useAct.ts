import { useCallback, useRef, useState } from 'react'
import { idempotencyKey } from '../api/client'

interface Act {
  busy: boolean
  error: unknown
  /** Runs the act once; a second press while it runs does nothing, and a retry carries the same key. */
  run: () => void
}

/** Something that a button does at the server. */
export function useAct(act: (key: string) => Promise<void>): Act {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const key = useRef<string>(undefined)
  const running = useRef(false)
  const run = useCallback(() => {
    if (running.current) return
    running.current = true
    key.current ??= idempotencyKey()
    setBusy(true)
    setError(undefined)
    act(key.current)
      .then(() => (key.current = undefined), setError)
      .finally(() => {
        running.current = false
        setBusy(false)
      })
  }, [act])
  return { busy, error, run }
}
