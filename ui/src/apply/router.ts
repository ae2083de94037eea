import { useSyncExternalStore } from 'react'
import { tenantPrefix } from '../api/client'

/** Where the applicant is. Tokens are in the fragment, so that no server's log ever sees them. */
export type Route =
  | { name: 'start'; pipeline: string }
  | { name: 'check'; pipeline: string }
  | { name: 'status'; pipeline: string }
  | { name: 'list'; pipeline: string }
  | { name: 'thread'; pipeline: string }
  | { name: 'item'; pipeline: string; item: string }
  | { name: 'page'; pipeline: string; page: string; fromCheck: boolean; item: string | undefined }
  | { name: 'resume'; token: string | undefined; to: string | undefined }
  | { name: 'sign'; token: string | undefined }
  | { name: 'stop'; token: string | undefined; isErased: boolean }
  | { name: 'portal' }
  | { name: 'verify' }
  | { name: 'unknown' }

const named = (hash: string, name: string): string | undefined => new URLSearchParams(hash.replace(/^#/, '')).get(name) ?? undefined

/** What follows the name of a pipeline in an address, where it is one word. */
const words: Record<string, 'check' | 'status' | 'list' | 'thread'> = { check: 'check', status: 'status', list: 'list', messages: 'thread' }

/** Reads an address; the tenant's prefix may stand before it. */
export function parse({ pathname, search, hash }: { pathname: string; search: string; hash: string }): Route {
  const [head, ...rest] = pathname.slice(tenantPrefix(pathname).length).split('/').filter(Boolean).map(decodeURIComponent)
  const token = named(hash, 'token')
  if (head === 'sign' && rest.length === 0) return { name: head, token }
  // Whoever clicks in an e-mail program comes with what that program itself would send by POST (RFC 8058).
  const clicked = new URLSearchParams(search).get('token') ?? undefined
  if (head === 'stop' && rest.length === 0) return { name: head, token: token ?? clicked, isErased: hash === '#erased' }
  if (head === 'resume' && rest.length === 0) return { name: head, token, to: named(hash, 'to') }
  if (head === 'i' && rest.length === 1) return { name: 'resume', token, to: `i/${rest[0]}` }
  if (head === 'apply' && rest.length === 0) return { name: 'portal' }
  if (head === 'verify' && rest.length === 0) return { name: 'verify' }
  const [pipeline, what, page, more] = rest
  if (head !== 'apply' || !pipeline || more !== undefined) return { name: 'unknown' }
  if (what === undefined) return { name: 'start', pipeline }
  const query = new URLSearchParams(search)
  if (what === 'page' && page) return { name: 'page', pipeline, page, fromCheck: query.get('from') === 'check', item: query.get('item') ?? undefined }
  if (what === 'i' && page) return { name: 'item', pipeline, item: page }
  const name = words[what]
  return page !== undefined || !name ? { name: 'unknown' } : { name, pipeline }
}

const base = (): string => tenantPrefix(location.pathname)
const part = encodeURIComponent

/** Addresses of this app. */
export const to = {
  start: (pipeline: string) => `${base()}/apply/${part(pipeline)}`,
  page: (pipeline: string, page: string, fromCheck = false) => `${base()}/apply/${part(pipeline)}/page/${part(page)}${fromCheck ? '?from=check' : ''}`,
  check: (pipeline: string) => `${base()}/apply/${part(pipeline)}/check`,
  status: (pipeline: string) => `${base()}/apply/${part(pipeline)}/status`,
  list: (pipeline: string) => `${base()}/apply/${part(pipeline)}/list`,
  thread: (pipeline: string) => `${base()}/apply/${part(pipeline)}/messages`,
  item: (pipeline: string, item: string) => `${base()}/apply/${part(pipeline)}/i/${part(item)}`,
  pageOfItem: (pipeline: string, page: string, item: string) => `${base()}/apply/${part(pipeline)}/page/${part(page)}?item=${part(item)}`,
  /** Says that nothing is left of a draft. */
  discarded: () => `${base()}/stop#erased`,
  desk: (caseId: string) => `${base()}/cases/${part(caseId)}`,
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
