import { Button } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { isStale, tell } from './fault'
import { Notice } from './Notice'
import css from './parts.module.css'

interface FaultNoticeProps {
  error: unknown
  /** Asks again; for a stale change: takes over what others did, and keeps what was typed. */
  retry?: () => void
}

/** What went wrong, how to mend it, and the id to ask support with. Draws nothing while all is well. */
export function FaultNotice({ error, retry }: FaultNoticeProps) {
  const i18n = useI18n()
  const { t } = i18n
  if (!error) return null
  const told = tell(error, i18n)
  const stale = isStale(error)
  return (
    <Notice tone="danger" role="alert" title={stale ? t('desk.stale.title') : told.message}>
      {stale && <p>{t('desk.stale.text')}</p>}
      {told.violations.length > 0 && <ul className={css.violations}>{told.violations.map((v) => <li key={`${v.path} ${v.key}`}>{v.message}</li>)}</ul>}
      {told.requestId && <p className={css.faultId}>{t('desk.fault.reference')} <bdi dir="ltr">{told.requestId}</bdi></p>}
      {retry && <div><Button variant="default" onClick={retry}>{stale ? t('desk.stale.reload') : t('desk.retry')}</Button></div>}
    </Notice>
  )
}
