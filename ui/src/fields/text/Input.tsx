import type { Width } from '../../design/Control'
import { type InputProps, settings } from '../input'
import { TextField } from '../TextField'

/** Short answers get a short box: it tells how much is expected. */
const widthFor = (max = 255): Width => (max <= 10 ? 'short' : max <= 30 ? 'medium' : 'full')

/** The direction follows what is typed: a Latin name in an Arabic form, and the other way round. */
export function TextInputField(input: InputProps) {
  const { maxLength } = settings<{ maxLength: number }>(input.field)
  const isName = /name$/.test(input.field.autocomplete ?? '')
  return <TextField input={input} width={widthFor(maxLength)} attributes={{ dir: 'auto', spellCheck: isName ? false : undefined }} />
}
