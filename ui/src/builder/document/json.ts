/** A value as JSON has it. */
export type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json }

export type JsonObject = { [key: string]: Json }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether two values are the same JSON. The order of keys, and keys that hold undefined, make no difference. */
export function equal(a: Json, b: Json): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => equal(item, b[i]))
  if (!isObject(a) || !isObject(b)) return false
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => equal(a[key], b[key]))
}

const token = /[ \t\r\n]*("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{},:])/y

/** Where a text stops being JSON. Browsers say it each in their own way, or not at all. */
function stopOf(text: string): number {
  let at = 0
  const next = (): string | undefined => {
    token.lastIndex = at
    const found = token.exec(text)
    if (found) at = token.lastIndex
    return found?.[1]
  }
  const is = (wanted: string): boolean => {
    const before = at
    if (next() === wanted) return true
    at = before
    return false
  }
  const key = (): boolean => {
    const before = at
    if (next()?.startsWith('"')) return is(':')
    at = before
    return false
  }
  const list = (end: string, member: () => boolean): boolean => {
    if (is(end)) return true
    do if (!member()) return false
    while (is(','))
    return is(end)
  }
  const value = (): boolean => {
    const before = at
    const found = next()
    if (found === '{') return list('}', () => key() && value())
    if (found === '[') return list(']', value)
    if (found !== undefined && !['}', ']', ',', ':'].includes(found)) return true
    at = before
    return false
  }
  value()
  return at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0)
}

/** The line and column, from 1, at which it stops. */
function placeOf(text: string): { line: number; column: number } {
  const before = text.slice(0, stopOf(text)).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** What a text says as JSON, or where it stops to be any. */
export function readJson(text: string): { value: Json } | { line: number; column: number } {
  try {
    return { value: JSON.parse(text) as Json }
  } catch {
    return placeOf(text)
  }
}
