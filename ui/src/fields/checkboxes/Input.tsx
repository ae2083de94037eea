import { Choice, ChoiceList } from '../../design/Choice'
import { Fieldset } from '../../design/Field'
import { useI18n } from '../../i18n/I18n'
import type { InputProps } from '../input'

/** The chosen values in the order of the options, so that the same choice is the same answer. */
function toggled(chosen: readonly unknown[], value: string, on: boolean, all: readonly string[]): string[] | undefined {
  const next = all.filter((v) => (v === value ? on : chosen.includes(v)))
  return next.length > 0 ? next : undefined
}

export function CheckboxesInput({ field, frame, value, onChange, onLeave }: InputProps) {
  const { text } = useI18n()
  const options = field.options ?? []
  const chosen: readonly unknown[] = Array.isArray(value) ? value : []
  return (
    <Fieldset frame={frame}>
      <ChoiceList>
        {options.map((o, i) => (
          <Choice
            key={o.value}
            kind="checkbox"
            id={i === 0 ? frame.id : `${frame.id}-${i}`}
            name={frame.id}
            value={o.value}
            checked={chosen.includes(o.value)}
            invalid={Boolean(frame.error)}
            onChange={(on) => onChange(toggled(chosen, o.value, on, options.map((x) => x.value)))}
            onBlur={onLeave}
          >
            {text(o.label)}
          </Choice>
        ))}
      </ChoiceList>
    </Fieldset>
  )
}
