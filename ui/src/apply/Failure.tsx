import type { ReactNode } from 'react'
import { FaultError } from '../api/client'
import { Banner } from '../design/Banner'
import { Button } from '../design/Button'
import { useI18n } from '../i18n/I18n'

/** What went wrong in the server's words; of its own failures with the id that its log knows. */
function useFaultText(): (error: unknown) => string {
  const { t } = useI18n()
  return (error) => {
    if (!(error instanceof FaultError)) return t('common.offline')
    const { code, message, requestId } = error.fault
    return code === 'internal' || code === 'unavailable' ? `${message} ${t('common.requestId', { id: requestId })}` : message
  }
}

interface FailureProps {
  error: unknown
  onRetry?: () => void
  /** It is all that the page has to say. */
  whole?: boolean
  children?: ReactNode
}

export function Failure({ error, onRetry, whole = false, children }: FailureProps) {
  const { t } = useI18n()
  const text = useFaultText()
  return (
    <Banner tone="danger" title={t('common.failed')} role="alert" level={whole ? 1 : 2}>
      <p>{text(error)}</p>
      {children}
      {onRetry && <Button kind="secondary" onClick={onRetry}>{t('common.retry')}</Button>}
    </Banner>
  )
}
