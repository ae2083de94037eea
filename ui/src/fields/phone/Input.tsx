import { CodeField } from '../CodeField'
import type { InputProps } from '../input'

export function PhoneInput(input: InputProps) {
  return <CodeField input={input} width="medium" attributes={{ type: 'tel', inputMode: 'tel', autoComplete: 'tel' }} />
}
