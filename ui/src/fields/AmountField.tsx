import { Adorned, TextInput, type Width } from '../design/Control'
import { describedBy, Field } from '../design/Field'
import type { InputProps } from './input'
import { useDraft } from './useDraft'

interface AmountFieldProps {
  input: InputProps
  read: (typed: string) => number | undefined
  write: (n: number) => string
  unit?: string
  unitAfter?: boolean
  width?: Width
  integer?: boolean
}

/** A number typed freely and written out when the field is left; what cannot be read stays as typed. */
export function AmountField({ input, read, write, unit, unitAfter = false, width = 'medium', integer = false }: AmountFieldProps) {
  const { field, frame, value, onChange, onLeave } = input
  const draft = useDraft(value, (v) => (typeof v === 'number' ? write(v) : typeof v === 'string' ? v : ''), onChange)
  const box = (
    <TextInput
      id={frame.id}
      name={field.key}
      dir="ltr"
      inputMode={integer ? 'numeric' : 'decimal'}
      width={unit ? 'full' : width}
      invalid={Boolean(frame.error)}
      autoComplete={field.autocomplete || 'off'}
      aria-describedby={describedBy(frame)}
      value={draft.text}
      onChange={(e) => {
        const typed = e.currentTarget.value
        draft.type(typed, typed.trim() === '' ? undefined : (read(typed) ?? typed))
      }}
      onBlur={() => {
        draft.settle()
        onLeave()
      }}
    />
  )
  return <Field frame={frame}>{unit ? <Adorned text={unit} width={width} after={unitAfter}>{box}</Adorned> : box}</Field>
}
