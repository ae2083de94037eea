import { useRef } from 'react'
import { idempotencyKey } from '../../api/client'

/** The same key for the same request, so that pressing again after a lost answer does nothing twice; another for another. */
export function useIdempotency(): { keyFor: (request: unknown) => string; done: () => void } {
  const open = useRef(new Map<string, string>()) // several requests may be under way
  const keyFor = (request: unknown): string => {
    const text = JSON.stringify(request)
    const key = open.current.get(text) ?? idempotencyKey()
    open.current.set(text, key)
    return key
  }
  return { keyFor, done: () => open.current.clear() }
}
