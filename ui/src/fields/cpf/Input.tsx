import { CodeField } from '../CodeField'
import type { InputProps } from '../input'

export function CpfInput(input: InputProps) {
  return <CodeField input={input} width="medium" attributes={{ inputMode: 'numeric' }} />
}
