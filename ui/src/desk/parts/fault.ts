import { FaultError, OfflineError, type Schemas } from '../../api/client'
import { type I18n } from '../../i18n/I18n'

export interface Told {
  message: string
  /** Under this the log tells more. */
  requestId?: string
  violations: readonly Schemas['Violation'][]
  code?: Schemas['Fault']['code']
}

function waitOf(error: FaultError): number | undefined {
  const seconds = error.fault.params?.['seconds'] ?? error.fault.params?.['retryAfter']
  return typeof seconds === 'number' && seconds > 0 ? Math.ceil(seconds / 60) : undefined
}

/** What to say of an error to a person. The server has worded its own faults. */
export function tell(error: unknown, { t }: Pick<I18n, 't'>): Told {
  if (error instanceof FaultError) {
    const { fault } = error
    const minutes = fault.code === 'limited' ? waitOf(error) : undefined
    const message = minutes ? t('desk.fault.limited', { n: minutes }) : fault.message || t('desk.fault.other')
    return { message, requestId: fault.requestId, violations: fault.violations ?? [], code: fault.code }
  }
  return { message: t(error instanceof OfflineError ? 'desk.fault.offline' : 'desk.fault.other'), violations: [] }
}

export const isStale = (error: unknown): boolean => error instanceof FaultError && error.fault.code === 'stale'
export const isDenied = (error: unknown): boolean => error instanceof FaultError && error.fault.code === 'denied'
export const isInvalid = (error: unknown): boolean => error instanceof FaultError && error.fault.code === 'invalid'
export const isMissing = (error: unknown): boolean => error instanceof FaultError && error.status === 404
