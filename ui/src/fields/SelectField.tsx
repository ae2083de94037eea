import { Select, type Width } from '../design/Control'
import { describedBy, Field } from '../design/Field'
import { useI18n } from '../i18n/I18n'
import type { InputProps } from './input'
import { textOf } from './input'

interface SelectFieldProps {
  input: InputProps
  options: readonly { value: string; label: string }[]
  width?: Width
  autoComplete?: string
}

/** One choice from a list that opens. An answer that is no longer offered is shown as none. */
export function SelectField({ input, options, width = 'full', autoComplete = 'off' }: SelectFieldProps) {
  const { t } = useI18n()
  const { field, frame } = input
  return (
    <Field frame={frame}>
      <Select
        id={frame.id}
        name={field.key}
        width={width}
        invalid={Boolean(frame.error)}
        autoComplete={field.autocomplete || autoComplete}
        aria-describedby={describedBy(frame)}
        empty={t('apply.select.empty')}
        options={options}
        value={textOf(input.value)}
        onChange={(e) => input.onChange(e.currentTarget.value || undefined)}
        onBlur={input.onLeave}
      />
    </Field>
  )
}
