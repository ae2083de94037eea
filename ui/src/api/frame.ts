const originOf = (address: string): string | undefined => {
  try {
    const { origin } = new URL(address)
    return origin === 'null' ? undefined : origin
  } catch {
    return undefined
  }
}

/**
 * The site around this page: the one that asked for it in the address, else the one that the browser names; undefined where
 * the page stands alone, or in a frame of its own server.
 */
export function askedBy(search: string, isTop: boolean, around = '', own = ''): string | undefined {
  if (isTop) return undefined
  const asked = new URLSearchParams(search).get('frame')
  if (asked !== null) return originOf(asked) === asked ? asked : undefined
  const named = originOf(around)
  return named === own ? undefined : named
}

const here = (): string | undefined => {
  const { search, ancestorOrigins, origin } = window.location
  return askedBy(search, window.parent === window, ancestorOrigins?.[0] ?? document.referrer, origin)
}

/** Read once: the query is gone from the address after the first step. */
export const frameOrigin: string | undefined = typeof window === 'undefined' ? undefined : here()
