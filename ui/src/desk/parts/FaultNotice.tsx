import { Alert, Button } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { Glyph } from './Glyph'
import { isStale, tell } from './fault'
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
    <Alert color="red" role="alert" icon={<Glyph name="unavailable" size={16} />} title={stale ? t('desk.stale.title') : undefined} className={css.fault}>
      <p>{stale ? t('desk.stale.text') : told.message}</p>
      {told.violations.length > 0 && <ul>{told.violations.map((v) => <li key={`${v.path} ${v.key}`}>{v.message}</li>)}</ul>}
      {told.requestId && <p className={css.reference}>{t('desk.fault.reference')} <bdi dir="ltr">{told.requestId}</bdi></p>}
      {retry && <Button variant="default" onClick={retry}>{stale ? t('desk.stale.reload') : t('desk.retry')}</Button>}
    </Alert>
  )
}
