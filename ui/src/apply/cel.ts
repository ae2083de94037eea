import { useEffect, useState } from 'react'
import type { Cel } from '../runtime/rule'
import type { Case } from './caseContext'

// The engine for CEL would be a sixth of what a question page loads. It comes where a form has rules in it, and a page
// that nobody answered yet does not wait for it: the server decides all the same.

let engine: Cel | undefined
let coming: Promise<Cel> | undefined

/** The engine, where it is here already. */
export const celHere = (): Cel | undefined => engine

/** Fetches the engine; asked again after it could not be had. */
export function loadCel(): Promise<Cel> {
  coming ??= import('../runtime/rule/cel').then(
    (m) => (engine = m.cel),
    (e: unknown) => {
      coming = undefined
      throw e
    },
  )
  return coming
}

const waits = ({ form, answers }: Case): boolean => !engine && Object.keys(answers).length > 0 && /"cel":/.test(JSON.stringify(form))

/** Whether a case can be shown: what was answered may open and close pages by CEL. It goes on without where it cannot be had. */
export function useCel(current: Case): boolean {
  const [isReady, setReady] = useState(() => !waits(current))
  useEffect(() => {
    if (!isReady) void loadCel().catch(() => undefined).then(() => setReady(true))
  }, [isReady])
  return isReady
}
