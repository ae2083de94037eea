import { useI18n } from '../../i18n/I18n'
import type { InputProps } from '../input'
import { SelectField } from '../SelectField'

export function SelectInput(input: InputProps) {
  const { text } = useI18n()
  const options = (input.field.options ?? []).map((o) => ({ value: o.value, label: text(o.label) }))
  return <SelectField input={input} options={options} width="long" />
}
