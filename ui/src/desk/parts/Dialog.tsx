import { Button, Modal } from '@mantine/core'
import { type FormEvent, type ReactNode } from 'react'
import { useI18n } from '../../i18n/I18n'
import { FaultNotice } from './FaultNotice'
import css from './parts.module.css'

interface DialogProps {
  title: string
  /** The verb on the button. */
  action: string
  danger?: boolean
  wide?: boolean
  busy: boolean
  error?: unknown
  /** After a stale change: takes over what others did. What was typed stays. */
  reload?: () => void
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/** A question that keeps the focus until it is answered or closed. Mount it to open it. */
export function Dialog({ title, action, danger = false, wide = false, busy, error, reload, onSubmit, onClose, children }: DialogProps) {
  const { t } = useI18n()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!busy) onSubmit()
  }
  return (
    <Modal opened onClose={onClose} title={title} size={wide ? 'lg' : 'md'} closeButtonProps={{ 'aria-label': t('desk.close') }}>
      <form noValidate onSubmit={submit} className={css.stack}>
        {children}
        <FaultNotice error={error} retry={reload} />
        <div className={css.buttons}>
          <Button type="submit" color={danger ? 'red.9' : undefined} loading={busy}>{action}</Button>
          <Button variant="default" onClick={onClose}>{t('desk.cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
