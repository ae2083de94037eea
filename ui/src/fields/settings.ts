import type { Field } from './types'

/** A number among the settings of a field. */
export function numberSetting(f: Field, name: string): number | undefined {
  const value = f.config?.[name]
  return typeof value === 'number' ? value : undefined
}

/** A text among the settings of a field; "" when there is none. */
export function textSetting(f: Field, name: string): string {
  const value = f.config?.[name]
  return typeof value === 'string' ? value : ''
}

/** A switch among the settings of a field. */
export function switchSetting(f: Field, name: string): boolean {
  return f.config?.[name] === true
}

/** A list of texts among the settings of a field. */
export function listSetting(f: Field, name: string): string[] {
  const value = f.config?.[name]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
