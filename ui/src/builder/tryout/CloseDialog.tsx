import { Button } from '@mantine/core'
import { Dialog } from '../../desk/parts/Dialog'
import { useI18n } from '../../i18n/I18n'
import css from './tryout.module.css'

interface CloseProps {
  /** Whether it begins anew afterwards. */
  isAnew: boolean
  busy: boolean
  error: unknown
  /** Keeps the steps first; absent where they cannot be kept. */
  onSave?: () => void
  onLeave: () => void
  onClose: () => void
}

/** Steps that are kept nowhere are offered to be kept before they are gone. */
export function CloseDialog({ isAnew, busy, error, onSave, onLeave, onClose }: CloseProps) {
  const { t } = useI18n()
  return (
    <Dialog title={t(isAnew ? 'tryout.restart.title' : 'tryout.close.title')} action={t(isAnew ? 'tryout.restart.leave' : 'tryout.close.leave')} busy={busy} error={error} onSubmit={onLeave} onClose={onClose}>
      <p>{t('tryout.close.text')}</p>
      {onSave && <div className={css.offer}><Button variant="light" onClick={onSave}>{t('tryout.save.open')}</Button></div>}
    </Dialog>
  )
}
