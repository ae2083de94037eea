import type { InputHTMLAttributes } from 'react'
import { TextInput, type Width } from '../design/Control'
import { describedBy, Field } from '../design/Field'
import { useI18n } from '../i18n/I18n'
import { type InputProps, partsOf, textOf, withPart } from './input'
import { codeAttributes } from './TextField'

interface PartFieldProps {
  input: InputProps
  part: string
  label: string
  hint?: string
  width?: Width
  attributes?: Pick<InputHTMLAttributes<HTMLInputElement>, 'type' | 'inputMode' | 'autoComplete' | 'autoCapitalize'>
}

/** One line of an answer that has several parts. */
export function PartField({ input, part, label, hint, width = 'medium', attributes }: PartFieldProps) {
  const { t } = useI18n()
  const frame = { id: `${input.id}-${part}`, label, hint, error: input.errorAt(part), errorPrefix: t('common.error.prefix') }
  return (
    <Field frame={frame}>
      <TextInput
        {...codeAttributes}
        {...attributes}
        id={frame.id}
        name={`${input.field.key}-${part}`}
        width={width}
        invalid={Boolean(frame.error)}
        autoComplete={attributes?.autoComplete ?? 'off'}
        aria-describedby={describedBy(frame)}
        value={textOf(partsOf(input.value)[part])}
        onChange={(e) => input.onChange(withPart(input.value, part, e.currentTarget.value))}
        onBlur={input.onLeave}
      />
    </Field>
  )
}
