import type { InputHTMLAttributes } from 'react'
import { TextInput, type Width } from '../design/Control'
import { describedBy, Field } from '../design/Field'
import type { InputProps } from './input'
import { textOf } from './input'

type Attributes = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'inputMode' | 'autoComplete' | 'autoCapitalize' | 'autoCorrect' | 'spellCheck' | 'dir' | 'name'
>

interface TextFieldProps {
  input: InputProps
  width?: Width
  attributes?: Attributes
}

/** Codes, numbers and addresses of machines: they run left to right in every language. */
export const codeAttributes: Attributes = { dir: 'ltr', autoCapitalize: 'off', autoCorrect: 'off', spellCheck: false }

/** A question answered in one line. What was typed is the answer as it is; cleaning is done where it is checked. */
export function TextField({ input, width = 'full', attributes }: TextFieldProps) {
  const { frame, field } = input
  return (
    <Field frame={frame}>
      <TextInput
        {...attributes}
        id={frame.id}
        name={field.key}
        width={width}
        invalid={Boolean(frame.error)}
        autoComplete={field.autocomplete || attributes?.autoComplete || 'off'}
        aria-describedby={describedBy(frame)}
        value={textOf(input.value)}
        onChange={(e) => input.onChange(e.currentTarget.value || undefined)}
        onBlur={input.onLeave}
      />
    </Field>
  )
}
