import type { ComponentType, ReactNode } from 'react'
import type { FieldFrame } from '../design/Field'
import type { Field } from './types'

/** A document as a file field shows it. */
export interface StoredFile {
  id: string
  name: string
  size: number
  mime: string
  refused?: boolean
  reason?: string
  /** What came of the check for malware, where there is one. */
  scan?: 'pending' | 'clean' | 'flagged' | 'unscannable'
}

/** What file fields need from the app around them. */
export interface Files {
  known: (id: string) => StoredFile | undefined
  /** Rejects with an Error whose message is in the reader's language. */
  upload: (path: string, file: File, onProgress: (percent: number) => void) => Promise<StoredFile>
  remove: (id: string) => Promise<void>
  /** What was given stays given: answers are closed, and only what is missing may be added. */
  keeps?: boolean
  /** A link of a few minutes. */
  link: (id: string) => Promise<string>
}

/** What every field type's Input is given. Its first control carries `id`; further ones carry `id-part`. */
export interface InputProps {
  field: Field
  id: string
  /** JSON Pointer of the answer. */
  path: string
  value: unknown
  frame: FieldFrame
  /** The message at a part of the answer ("branch", "0"), if any. */
  errorAt: (part: string) => string | undefined
  /** Takes what was typed, canonical where it could be read and raw where not; undefined is no answer. */
  onChange: (value: unknown) => void
  /** Something of this field is not an answer yet, and must not be left behind: the key of what to say, or nothing. */
  onHold: (key: string | undefined) => void
  /** The person left the field: a good moment to save. */
  onLeave: () => void
  /** Draws the fields inside of this one (group, repeat). */
  inner: (fields: readonly Field[], path: string) => ReactNode
  files: Files
}

export type Input = ComponentType<InputProps>

/** The settings of a field's type. The server has checked them against their schema. */
export const settings = <T extends object>(field: Field): Partial<T> => (field.config ?? {}) as Partial<T>

/** The DOM id of the control at a JSON Pointer. */
export const domId = (path: string): string => `f${path.replaceAll('/', '-')}`

export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An answer that is an object of texts, as its parts. */
export const partsOf = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {})

/** Changes one part; an object without parts is no answer. */
export function withPart(value: unknown, part: string, next: string): Record<string, unknown> | undefined {
  const parts = { ...partsOf(value), [part]: next }
  if (next === '') delete parts[part]
  return Object.keys(parts).length > 0 ? parts : undefined
}
