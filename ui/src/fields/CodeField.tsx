import type { InputHTMLAttributes } from 'react'
import { TextInput, type Width } from '../design/Control'
import { describedBy, Field } from '../design/Field'
import { formatted } from './formatted'
import { type InputProps, textOf } from './input'
import { codeAttributes } from './TextField'
import { useDraft } from './useDraft'

interface CodeFieldProps {
  input: InputProps
  width?: Width
  attributes?: Pick<InputHTMLAttributes<HTMLInputElement>, 'type' | 'inputMode' | 'autoComplete' | 'autoCapitalize'>
}

/** An identifier: no mask while typing, any separators accepted, written out with its own once the field is left. */
export function CodeField({ input, width = 'full', attributes }: CodeFieldProps) {
  const { field, frame, value, onChange, onLeave } = input
  const draft = useDraft(value, (v) => formatted(field, textOf(v)), onChange)
  return (
    <Field frame={frame}>
      <TextInput
        {...codeAttributes}
        {...attributes}
        id={frame.id}
        name={field.key}
        width={width}
        invalid={Boolean(frame.error)}
        autoComplete={field.autocomplete || attributes?.autoComplete || 'off'}
        aria-describedby={describedBy(frame)}
        value={draft.text}
        onChange={(e) => draft.type(e.currentTarget.value, e.currentTarget.value || undefined)}
        onBlur={() => {
          draft.settle()
          onLeave()
        }}
      />
    </Field>
  )
}
