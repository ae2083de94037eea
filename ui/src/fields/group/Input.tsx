import { Fieldset } from '../../design/Field'
import { Stack } from '../../design/Layout'
import type { InputProps } from '../input'

export function GroupInput({ field, path, frame, inner }: InputProps) {
  return (
    <Fieldset frame={{ ...frame, optional: undefined }} large>
      <Stack gap="medium">{inner(field.fields ?? [], path)}</Stack>
    </Fieldset>
  )
}
