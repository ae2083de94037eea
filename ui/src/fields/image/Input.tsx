import { FileInput } from '../file/Input'
import type { InputProps } from '../input'

/** A picture of a document or a face. */
export function ImageInput(input: InputProps) {
  return <FileInput {...input} />
}
