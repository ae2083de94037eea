import { useId } from 'react'
import { Count, TextArea } from '../../design/Control'
import { describedBy, Field } from '../../design/Field'
import { useI18n } from '../../i18n/I18n'
import { type InputProps, settings, textOf } from '../input'

const length = (s: string): number => [...s].length

/** Prose. Nothing is cut off: past the limit the count says by how much. It is told in time, not at every letter. */
export function TextAreaInput({ field, frame, value, onChange, onLeave }: InputProps) {
  const { t } = useI18n()
  const countId = useId()
  const { maxLength } = settings<{ maxLength: number }>(field)
  const text = textOf(value)
  const left = maxLength === undefined ? undefined : maxLength - length(text)
  return (
    <Field frame={frame}>
      <TextArea
        id={frame.id}
        name={field.key}
        dir="auto"
        invalid={Boolean(frame.error)}
        autoComplete={field.autocomplete || 'off'}
        aria-describedby={describedBy(frame, left === undefined ? undefined : countId)}
        value={text}
        onChange={(e) => onChange(e.currentTarget.value || undefined)}
        onBlur={onLeave}
      />
      {left !== undefined && (
        <Count id={countId}>{left >= 0 ? t('apply.count.left', { n: left }) : t('apply.count.over', { n: -left })}</Count>
      )}
    </Field>
  )
}
