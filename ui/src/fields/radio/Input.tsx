import { Choice, ChoiceList } from '../../design/Choice'
import { Fieldset } from '../../design/Field'
import { useI18n } from '../../i18n/I18n'
import type { InputProps } from '../input'

const shortEnough = 14

export function RadioInput({ field, frame, value, onChange, onLeave }: InputProps) {
  const { text } = useI18n()
  const options = (field.options ?? []).map((o) => ({ value: o.value, label: text(o.label) }))
  const inline = options.length <= 2 && options.every((o) => o.label.length <= shortEnough)
  return (
    <Fieldset frame={frame}>
      <ChoiceList inline={inline}>
        {options.map((o, i) => (
          <Choice
            key={o.value}
            kind="radio"
            id={i === 0 ? frame.id : `${frame.id}-${i}`}
            name={frame.id}
            value={o.value}
            checked={value === o.value}
            invalid={Boolean(frame.error)}
            onChange={() => onChange(o.value)}
            onBlur={onLeave}
          >
            {o.label}
          </Choice>
        ))}
      </ChoiceList>
    </Fieldset>
  )
}
