import { useEffect, useState } from 'react'
import { FaultError } from '../../api/client'
import { useI18n } from '../../i18n/I18n'
import type { InputProps } from '../input'
import type { Violation } from '../types'
import type { FileLimits } from './check'
import { typeNames } from './limits'

/** What is said of the files of a field. */
export interface Said {
  error?: string
  /** A file has arrived since Continue told what was wrong. */
  isMended: boolean
  /** What happened last, for ears. */
  said: string
  fail: (message: string) => void
  refuse: (violation: Violation) => void
  /** Says what was thrown when a file was sent. */
  explain: (thrown: unknown) => void
  clear: () => void
  arrived: (name: string) => void
  removed: () => void
}

/** What the server said of a file, if it did. */
const faultIn = (e: unknown): FaultError | undefined => (e instanceof Error && e.cause instanceof FaultError ? e.cause : undefined)

/** Whether sending the same file again may do. */
export function mayArrive(e: unknown): boolean {
  const status = faultIn(e)?.status ?? 500
  return status >= 500 || status === 429
}

/** Keeps what went wrong with the files of a field, and what happened last. */
export function useSaid(errorAt: InputProps['errorAt'], limits: FileLimits): Said {
  const { t, find, either } = useI18n()
  const [error, setError] = useState<string>()
  const [said, setSaid] = useState('')
  const [isMended, setMended] = useState(false)
  useEffect(() => setMended(false), [errorAt])
  const fail = (message: string): void => {
    setError(message)
    setSaid(message)
  }
  const refuse = ({ key, params }: Violation): void => {
    const n = Number(params?.n ?? 0)
    fail(find(`fault.${key}`, { n, types: either(typeNames(limits)) }) ?? t('fault.upload_failed'))
  }
  const explain = (thrown: unknown): void => {
    const refusal = faultIn(thrown)?.fault.violations?.[0]
    if (refusal && find(`fault.${refusal.key}`)) refuse(refusal)
    else fail(thrown instanceof Error && thrown.message ? thrown.message : t('fault.upload_failed'))
  }
  const clear = (): void => setError(undefined)
  const arrived = (name: string): void => {
    setSaid(t('apply.file.sent', { name }))
    setMended(true)
  }
  const removed = (): void => {
    clear()
    setSaid(t('apply.file.removed'))
  }
  return { error, isMended, said, fail, refuse, explain, clear, arrived, removed }
}
