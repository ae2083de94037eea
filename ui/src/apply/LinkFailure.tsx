import { useEffect, useRef } from 'react'
import { FaultError, OfflineError } from '../api/client'
import { Banner } from '../design/Banner'
import { useI18n } from '../i18n/I18n'
import { Failure } from './Failure'

interface LinkFailureProps {
  error: unknown
  onRetry: () => void
  /** Asks once more for what the server says, in the language that the page has turned to. */
  onReword: () => void
}

/** Why a link of a message does not work. What is no token at all was not copied whole. */
export function LinkFailure({ error, onRetry, onReword }: LinkFailureProps) {
  const { t, locale } = useI18n()
  const worded = useRef(locale)
  useEffect(() => {
    if (worded.current === locale) return
    worded.current = locale
    onReword()
  }, [locale, onReword])
  const isCutOff = error === undefined || (error instanceof FaultError && error.fault.code === 'invalid')
  if (isCutOff) return <Banner tone="warn" role="alert"><p>{t('apply.sign.noToken')}</p></Banner>
  return <Failure error={error} onRetry={error instanceof OfflineError ? onRetry : undefined} />
}
