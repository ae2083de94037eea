import createClient from 'openapi-fetch'
import { frameOrigin } from './frame'
import type { components, paths } from './schema.gen'

export type Schemas = components['schemas']
export type Fault = Schemas['Fault']

/** The part of the address that names the tenant: "/t/{tenant}", or nothing on a host of the tenant's own. */
export const tenantPrefix = (path: string): string => /^\/t\/[^/]+/.exec(path)?.[0] ?? ''

/** Where the API of this page's tenant is; tests run where there is no page. */
export const apiBase = (): string => `${tenantPrefix(globalThis.location?.pathname ?? '')}/api/v1`

let language = ''

/** The language in which the server words its messages. */
export function speak(locale: string): void {
  language = locale
}

let shownCase = ''
let onOtherCase: () => void = () => undefined

/**
 * The applicant's case that this page shows, "" for none. The browser has one cookie for all its tabs: where that opens
 * another case by now, the server refuses what this page asks, and isOther is called.
 */
export function showCase(id: string, isOther: () => void): void {
  shownCase = id
  onOtherCase = isOther
}

/** The headers that every request of ours carries. */
export function ownHeaders(): Record<string, string> {
  return {
    'X-Esteira': '1',
    ...(frameOrigin && { 'X-Esteira-Frame': '1' }),
    ...(language && { 'Accept-Language': language }),
    ...(shownCase && { 'X-Esteira-Case': shownCase }),
  }
}

/** A typed client of a tenant by its base. */
function clientAt(baseUrl: string) {
  const client = createClient<paths>({ baseUrl, credentials: 'same-origin' })
  client.use({
    onRequest({ request }) {
      for (const [name, value] of Object.entries(ownHeaders())) request.headers.set(name, value)
      return request
    },
  })
  return client
}

/** The typed client. The base is read once: changing the tenant loads the page anew. */
export const api = clientAt(apiBase())

/** The typed client of a sandbox, with the cookies that its pages have. */
export const sandboxApi = (slug: string): typeof api => clientAt(`/t/${slug}/api/v1`)

/** A word that nobody else has. crypto.randomUUID is not there on plain HTTP, except on localhost. */
export const ownWord = (): string =>
  crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('')

/** Under the same key the server does a thing once, however often it is asked. */
export const idempotencyKey = ownWord

export function isFault(x: unknown): x is Fault {
  return typeof x === 'object' && x !== null && 'code' in x && 'key' in x && 'message' in x
}

/** The server said no, and why. */
export class FaultError extends Error {
  constructor(readonly fault: Fault, readonly status: number) {
    super(`${fault.code}: ${fault.key}`)
  }
}

/** Whether the browser has opened another case than the one that the page shows. */
export const isOtherCase = (e: unknown): boolean => e instanceof FaultError && e.fault.key === 'portal.other_case'

/** The server's no as an error; the page is told where it shows a case that is not the browser's any more. */
export function refusal(fault: Fault, status: number): FaultError {
  const error = new FaultError(fault, status)
  if (isOtherCase(error)) onOtherCase()
  return error
}

/** No answer came: no network, or nothing that speaks our language at the other end. */
export class OfflineError extends Error {}

interface Answered<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The data of an answer; throws FaultError or OfflineError. */
export async function ask<T>(request: Promise<Answered<T>>): Promise<T> {
  let answer: Answered<T>
  try {
    answer = await request
  } catch (cause) {
    throw new OfflineError('no answer', { cause })
  }
  const { data, error, response } = answer
  if (response.ok) return data as T
  if (isFault(error)) throw refusal(error, response.status)
  throw new OfflineError(`status ${response.status} without a fault`)
}

/** Whether nobody is known here any more: the cookie is gone, or what it named is. */
export const isSignedOut = (e: unknown): boolean => e instanceof FaultError && (e.status === 401 || e.status === 404)
