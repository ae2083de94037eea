import type { FormEvent, ReactNode } from 'react'
import { Button, ButtonRow } from '../design/Button'
import { Stack } from '../design/Layout'
import { Prose } from '../design/Prose'
import { useI18n } from '../i18n/I18n'

interface FormPageProps {
  description?: string
  /** What stands on the button. */
  action: string
  busy: boolean
  onSubmit: () => void
  /** Beside the button. */
  aside?: ReactNode
  children: ReactNode
}

/** The questions of one page under their heading, and one button. The browser's own validation stays out of it. */
export function FormPage({ description, action, busy, onSubmit, aside, children }: FormPageProps) {
  const { t } = useI18n()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!busy) onSubmit()
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="large">
        {description && <Prose text={description} />}
        {children}
        <ButtonRow>
          <Button type="submit" busy={busy}>{busy ? t('common.busy') : action}</Button>
          {aside}
        </ButtonRow>
      </Stack>
    </form>
  )
}
