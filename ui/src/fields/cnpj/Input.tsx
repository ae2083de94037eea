import { CodeField } from '../CodeField'
import type { InputProps } from '../input'

/** Since July 2026 a CNPJ may have letters: the keyboard must offer them. */
export function CnpjInput(input: InputProps) {
  return <CodeField input={input} width="medium" attributes={{ inputMode: 'text', autoCapitalize: 'characters' }} />
}
