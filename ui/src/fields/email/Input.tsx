import type { InputProps } from '../input'
import { codeAttributes, TextField } from '../TextField'

export function EmailInput(input: InputProps) {
  return <TextField input={input} attributes={{ ...codeAttributes, type: 'email', inputMode: 'email', autoComplete: 'email' }} />
}
