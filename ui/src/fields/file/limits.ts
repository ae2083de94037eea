import { textSetting } from '../settings'
import type { Field, Violation } from '../types'
import { checkUpload, type FileLimits } from './check'

const mimes: Record<string, string> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  csv: 'text/csv',
}

const pictures: readonly string[] = ['jpg', 'png', 'webp', 'heic']

/** The word for a file's type, as far as the browser tells; the server looks into the file. */
function typeOf(file: File): string {
  const byMime = Object.keys(mimes).find((t) => mimes[t] === file.type)
  return byMime ?? file.name.split('.').pop()!.toLowerCase().replace('jpeg', 'jpg')
}

/** A photograph as iPhones keep it: browsers of Apple can read it, and make a JPEG of it before it is sent. */
export const isHeic = (file: File): boolean => typeOf(file) === 'heic' || /\.heif$/i.test(file.name)

export const isPicture = (file: File): boolean => pictures.includes(typeOf(file))

export const takesPictures = (limits: FileLimits): boolean => limits.accept.some((a) => pictures.includes(a))

/** The value of the accept attribute; pictures only for the camera. */
export const acceptOf = (limits: FileLimits, only?: 'pictures'): string =>
  limits.accept.filter((a) => !only || pictures.includes(a)).map((a) => mimes[a]).filter(Boolean).join(',')

/** Names of types for people: PDF, JPG. */
export const typeNames = (limits: FileLimits): string[] => limits.accept.map((a) => a.toUpperCase())

/** The camera that suits the field. */
export const cameraOf = (field: Field): 'environment' | 'user' => (textSetting(field, 'capture') === 'user' ? 'user' : 'environment')

/** What can be said about a file before it is sent. shortSide is of the picture as it was taken. */
export function refusalOf(field: Field, file: File, shortSide = Infinity): Violation | undefined {
  const refusal = checkUpload(field, { type: typeOf(file), bytes: file.size, shortSide })[0]
  return refusal?.key === 'file_type' && isHeic(file) ? { ...refusal, key: 'file_heic' } : refusal
}
