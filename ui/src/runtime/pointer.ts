/** JSON Pointers (RFC 6901) into answers. */

const unescape = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~')

export const escapeToken = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

export const tokens = (path: string): string[] => path.split('/').slice(1).map(unescape)

/** The member of an object or list; undefined where there is none. */
function member(value: unknown, token: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined
  return (value as Record<string, unknown>)[token]
}

export const valueAt = (root: unknown, path: string): unknown => tokens(path).reduce(member, root)

/** A copy of value with another member at a path; what is not on the way is shared. */
export function withValue(value: unknown, way: readonly string[], next: unknown): unknown {
  const [token, ...rest] = way
  if (token === undefined) return next
  const inner = withValue(member(value, token), rest, next)
  if (Array.isArray(value)) {
    const copy: unknown[] = [...value]
    copy[Number(token)] = inner
    return copy
  }
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown> | undefined), [token]: inner }
  if (inner === undefined) delete copy[token]
  return copy
}

/** Whether one place contains the other, or is it. */
export const related = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)

/** The key of the top-level field that a path lies in. */
export const topKey = (path: string): string => tokens(path)[0] ?? ''
