import { CodeField } from '../CodeField'
import type { InputProps } from '../input'

export function TaxIdInput(input: InputProps) {
  return <CodeField input={input} width="medium" attributes={{ inputMode: 'text', autoCapitalize: 'characters' }} />
}
