import { useSyncExternalStore } from 'react'
import { tenantPrefix } from '../api/client'

/** Where the applicant is. Tokens are in the fragment, so that no server's log ever sees them. */
export type Route =
  | { name: 'start'; pipeline: string }
  | { name: 'check'; pipeline: string }
  | { name: 'status'; pipeline: string }
  | { name: 'page'; pipeline: string; page: string; fromCheck: boolean }
  | { name: 'resume' | 'sign' | 'stop'; token: string | undefined }
  | { name: 'verify' }
  | { name: 'unknown' }

const token = (hash: string): string | undefined => new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? undefined

/** Reads an address; the tenant's prefix may stand before it. */
export function parse({ pathname, search, hash }: { pathname: string; search: string; hash: string }): Route {
  const [head, ...rest] = pathname.slice(tenantPrefix(pathname).length).split('/').filter(Boolean).map(decodeURIComponent)
  if ((head === 'resume' || head === 'sign') && rest.length === 0) return { name: head, token: token(hash) }
  // Whoever clicks in an e-mail program comes with what that program itself would send by POST (RFC 8058).
  if (head === 'stop' && rest.length === 0) return { name: 'stop', token: new URLSearchParams(search).get('token') ?? token(hash) }
  if (head === 'verify' && rest.length === 0) return { name: 'verify' }
  const [pipeline, what, page, more] = rest
  if (head !== 'apply' || !pipeline || more !== undefined) return { name: 'unknown' }
  if (what === undefined) return { name: 'start', pipeline }
  if (what === 'page' && page) return { name: 'page', pipeline, page, fromCheck: new URLSearchParams(search).get('from') === 'check' }
  if (page !== undefined || (what !== 'check' && what !== 'status')) return { name: 'unknown' }
  return { name: what, pipeline }
}

const base = (): string => tenantPrefix(location.pathname)
const part = encodeURIComponent

/** Addresses of this app. */
export const to = {
  start: (pipeline: string) => `${base()}/apply/${part(pipeline)}`,
  page: (pipeline: string, page: string, fromCheck = false) => `${base()}/apply/${part(pipeline)}/page/${part(page)}${fromCheck ? '?from=check' : ''}`,
  check: (pipeline: string) => `${base()}/apply/${part(pipeline)}/check`,
  status: (pipeline: string) => `${base()}/apply/${part(pipeline)}/status`,
  resume: () => `${base()}/resume`,
}

const moved = 'esteira:moved'

export function navigate(href: string, replace = false): void {
  if (replace) history.replaceState(null, '', href)
  else history.pushState(null, '', href)
  window.dispatchEvent(new Event(moved))
}

function subscribe(listener: () => void): () => void {
  const events = ['popstate', 'hashchange', moved]
  for (const e of events) window.addEventListener(e, listener)
  return () => {
    for (const e of events) window.removeEventListener(e, listener)
  }
}

/** The address as one text that changes when the person moves. */
export function useAddress(): string {
  return useSyncExternalStore(subscribe, () => location.pathname + location.search + location.hash)
}
