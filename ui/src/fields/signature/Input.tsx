import { TextInput } from '../../design/Control'
import { describedBy, Field } from '../../design/Field'
import { useI18n } from '../../i18n/I18n'
import { type InputProps, textOf } from '../input'

/** A typed name: it needs no fine movement of the hand, and says who signs. */
export function SignatureInput({ field, frame, value, onChange, onLeave }: InputProps) {
  const { t } = useI18n()
  const told = { ...frame, hint: frame.hint ?? t('apply.signature.hint') }
  return (
    <Field frame={told}>
      <TextInput
        id={frame.id}
        name={field.key}
        dir="auto"
        spellCheck={false}
        autoComplete={field.autocomplete || 'name'}
        invalid={Boolean(frame.error)}
        aria-describedby={describedBy(told)}
        value={textOf(value)}
        onChange={(e) => onChange(e.currentTarget.value || undefined)}
        onBlur={onLeave}
      />
    </Field>
  )
}
