import { Stack } from '../../design/Layout'
import { Prose } from '../../design/Prose'
import { useI18n } from '../../i18n/I18n'
import type { InputProps } from '../input'

/** A text that asks nothing. */
export function StatementView({ field, frame }: InputProps) {
  const { text } = useI18n()
  return (
    <Stack gap="small">
      {frame.label && <h2>{frame.label}</h2>}
      <Prose text={text(field.content)} />
    </Stack>
  )
}
