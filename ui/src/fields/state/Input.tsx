import type { InputProps } from '../input'
import { SelectField } from '../SelectField'
import { states } from './states'

export function StateInput(input: InputProps) {
  return <SelectField input={input} options={states} width="medium" autoComplete="address-level1" />
}
