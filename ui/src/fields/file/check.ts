import { checkCount, checkItems, cleanTexts, formOf } from '../answers'
import { listSetting, numberSetting } from '../settings'
import type { Field, FieldCheck, Violation } from '../types'
import { wrong } from '../violation'

const megabyte = 1 << 20

/** A list of documents, by their ids. */
export const fileCheck: FieldCheck = documents('file')

/** The settings of a file or image field with their defaults. */
export interface FileLimits {
  accept: string[]
  maxBytes: number
  maxFiles: number
  minShortSide: number
}

/** What is known of a file: its type (pdf, jpg…), its size, and of an image its shorter side. */
export interface Upload {
  type: string
  bytes: number
  shortSide: number
}

/** Makes a kind of field whose answers are document ids. */
export function documents(name: string): FieldCheck {
  return {
    name,
    ruleType: () => 'list',
    clean: (_, raw) => cleanTexts(raw),
    check: (f, value) => {
      if (value === null || value === undefined) return []
      if (!Array.isArray(value)) return wrong('type')
      const found = checkItems(value, formOf(/^[0-9A-Za-z_-]{1,64}$/))
      return [...found, ...checkCount(value.length, undefined, fileLimits(f).maxFiles)]
    },
  }
}

export function fileLimits(f: Field): FileLimits {
  const accept = listSetting(f, 'accept')
  const usual = f.type === 'image' ? ['jpg', 'png'] : ['pdf', 'jpg', 'png']
  return {
    accept: accept.length > 0 ? accept : usual,
    maxBytes: numberSetting(f, 'maxBytes') ?? 10 * megabyte,
    maxFiles: numberSetting(f, 'maxFiles') ?? 1,
    minShortSide: numberSetting(f, 'minShortSide') ?? 0,
  }
}

/** Whether a file may be an answer: file_empty, file_type, file_size (n in MB) or image_small (n in pixels). */
export function checkUpload(f: Field, u: Upload): Violation[] {
  const limits = fileLimits(f)
  if (u.bytes <= 0) return wrong('file_empty')
  if (!limits.accept.includes(u.type)) return wrong('file_type', { types: limits.accept })
  if (u.bytes > limits.maxBytes) return wrong('file_size', { n: limits.maxBytes / megabyte })
  const small = u.type !== 'pdf' && u.shortSide < limits.minShortSide
  return small ? wrong('image_small', { n: limits.minShortSide }) : []
}
