import type { Violation } from './types'

/** One violation of the field itself. */
export function wrong(key: string, params?: Record<string, unknown>): Violation[] {
  return [params ? { path: '', key, params } : { path: '', key }]
}

/** The same as warnings, which never block. */
export function warned(found: Violation[]): Violation[] {
  return found.map((v) => ({ ...v, severity: 'warn' }))
}

/** The same at a place below the field. */
export function at(path: string, found: Violation[]): Violation[] {
  return found.map((v) => ({ ...v, path: path + v.path }))
}

/** Whether any of them is an error. */
export function blocks(found: Violation[]): boolean {
  return found.some((v) => v.severity !== 'warn')
}

/** A member name as a JSON Pointer token (RFC 6901). */
export function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
