import { useRef } from 'react'
import { idempotencyKey } from '../../api/client'

/** The same key for the same request, so that pressing again after a lost answer does nothing twice; another for another. */
export function useIdempotency(): { keyFor: (request: unknown) => string; done: () => void } {
  const last = useRef<{ request: string; key: string }>(undefined)
  const keyFor = (request: unknown): string => {
    const text = JSON.stringify(request)
    if (last.current?.request !== text) last.current = { request: text, key: idempotencyKey() }
    return last.current.key
  }
  return { keyFor, done: () => (last.current = undefined) }
}
