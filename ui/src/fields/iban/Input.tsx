import { CodeField } from '../CodeField'
import type { InputProps } from '../input'

export function IbanInput(input: InputProps) {
  return <CodeField input={input} width="long" attributes={{ inputMode: 'text', autoCapitalize: 'characters' }} />
}
