import { CodeField } from '../CodeField'
import type { InputProps } from '../input'

export function CepInput(input: InputProps) {
  return <CodeField input={input} width="short" attributes={{ inputMode: 'numeric', autoComplete: 'postal-code' }} />
}
