import { documents } from '../file/check'
import type { FieldCheck } from '../types'

/** A list of pictures of documents or faces, by their ids. */
export const imageCheck: FieldCheck = documents('image')
