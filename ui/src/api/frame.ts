/** The site around this page that asked for it, as it says itself; undefined where the page stands alone. */
export function askedBy(search: string, isTop: boolean): string | undefined {
  const origin = new URLSearchParams(search).get('frame')
  if (isTop || !origin) return undefined
  try {
    return new URL(origin).origin === origin ? origin : undefined
  } catch {
    return undefined
  }
}

/** Read once: the query is gone from the address after the first step. */
export const frameOrigin: string | undefined =
  typeof window === 'undefined' ? undefined : askedBy(window.location.search, window.parent === window)
