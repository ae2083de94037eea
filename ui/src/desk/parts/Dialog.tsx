import { Button, Modal } from '@mantine/core'
import { type FormEvent, type ReactNode } from 'react'
import { useI18n } from '../../i18n/I18n'
import { FaultNotice } from './FaultNotice'
import { once } from './once'
import css from './parts.module.css'
import { useFocusBack } from './useFocusBack'

interface DialogProps {
  title: string
  /** The verb on the button; none where it can no longer be done. */
  action?: string
  danger?: boolean
  /** For what needs more room; full is as wide as the screen lets it. */
  wide?: boolean | 'full'
  busy: boolean
  error?: unknown
  /** After a stale change: takes over what others did. What was typed stays. */
  reload?: () => void
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/** A question that keeps the focus until it is answered or closed. Mount it to open it. While it is busy it stays: what is under way is told here. */
export function Dialog({ title, action, danger = false, wide = false, busy, error, reload, onSubmit, onClose, children }: DialogProps) {
  const { t } = useI18n()
  useFocusBack()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!busy && action) onSubmit()
  }
  const close = (): void => {
    if (!busy) onClose()
  }
  const held = { 'aria-disabled': busy || undefined, 'data-disabled': busy || undefined } // not disabled, which would take the focus away
  return (
    <Modal opened onClose={close} title={title} classNames={{ content: css.dialog ?? '' }} size={wide === 'full' ? '68rem' : wide ? 'lg' : 'md'} closeButtonProps={{ 'aria-label': t('desk.close'), ...held }}>
      <form noValidate onSubmit={submit} className={css.stack}>
        {children}
        <FaultNotice error={error} retry={reload} />
        <div className={`${css.buttons} ${css.ends}`}>
          {action && <Button type="submit" color={danger ? 'red.9' : undefined} loading={busy} onClick={once()}>{action}</Button>}
          <Button variant="default" {...held} onClick={close}>{t(action ? 'desk.cancel' : 'desk.close')}</Button>
        </div>
      </form>
    </Modal>
  )
}
