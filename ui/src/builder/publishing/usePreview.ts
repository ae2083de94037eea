import { useCallback, useEffect, useRef, useState } from 'react'
import { api, ask } from '../../api/client'
import type { Address } from '../frame/server'
import { addPart, type Impact } from './impact'

/** What is looked at: the draft of a definition at a revision, or without one the newest version of a pipeline. */
export interface Candidate {
  address: Address
  revision: number | undefined
  pipeline: string
}

export interface Preview {
  impact: Impact | undefined
  isRunning: boolean
  error: unknown
  stop: () => void
  again: () => void
}

/** Looks at the cases in flight part by part, until all were seen or it is stopped. */
export function usePreview({ address: { kind, key }, revision, pipeline }: Candidate): Preview {
  const [state, setState] = useState<Pick<Preview, 'impact' | 'isRunning' | 'error'>>({ impact: undefined, isRunning: true, error: undefined })
  const running = useRef<AbortController>(undefined)
  const look = useCallback(async () => {
    running.current?.abort()
    const control = new AbortController()
    running.current = control
    setState({ impact: undefined, isRunning: true, error: undefined })
    try {
      let impact: Impact | undefined
      do {
        const body = { revision, pipeline, cursor: impact?.cursor }
        impact = addPart(impact, await ask(api.POST('/definitions/{kind}/{key}/impact', { params: { path: { kind, key } }, body, signal: control.signal })))
        if (control.signal.aborted) return
        setState({ impact, isRunning: impact.cursor !== undefined, error: undefined })
      } while (impact.cursor !== undefined)
    } catch (error) {
      if (!control.signal.aborted) setState((s) => ({ ...s, isRunning: false, error }))
    }
  }, [kind, key, revision, pipeline])
  useEffect(() => {
    void look()
    return () => running.current?.abort()
  }, [look])
  const stop = useCallback(() => {
    running.current?.abort()
    setState((s) => ({ ...s, isRunning: false }))
  }, [])
  return { ...state, stop, again: () => void look() }
}
