import { Loader } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import css from './parts.module.css'

/** Something takes a moment, and where its shape is not known yet. */
export function Waiting() {
  const { t } = useI18n()
  return (
    <div className={css.waiting} role="status">
      <Loader size="sm" aria-hidden="true" />
      <span>{t('desk.loading')}</span>
    </div>
  )
}
