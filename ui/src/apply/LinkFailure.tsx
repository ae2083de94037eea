import { FaultError, OfflineError } from '../api/client'
import { Banner } from '../design/Banner'
import { useI18n } from '../i18n/I18n'
import { Failure } from './Failure'

/** Why a link of a message does not work. What is no token at all was not copied whole. */
export function LinkFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useI18n()
  const isCutOff = error === undefined || (error instanceof FaultError && error.fault.code === 'invalid')
  if (isCutOff) return <Banner tone="warn" role="alert"><p>{t('apply.sign.noToken')}</p></Banner>
  return <Failure error={error} onRetry={error instanceof OfflineError ? onRetry : undefined} />
}
