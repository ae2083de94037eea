import { api, ask, type Schemas } from '../../api/client'
import type { Violation } from '../../fields/types'
import type { Draft } from '../document/draft'
import { saved } from '../frame/saved'
import type { Address } from '../frame/server'

export type Change = Schemas['Change']
export type Refactored = Schemas['Refactored']
export type Mended = Schemas['MendedDefinition']
export type Use = Schemas['Use']

/** Asks the server for what names a part, to change it, or to take that back. */
export const post = (path: Address, body: Schemas['Refactor']): Promise<Refactored> => ask(api.POST('/definitions/{kind}/{key}/refactor', { params: { path }, body }))

/** What a change would do. The draft that is open is saved before, for it is looked at too. */
export async function preview<D extends object>(address: Address, draft: Draft<D>, change: Change): Promise<Refactored> {
  await saved(draft)
  return post(address, { change, dry: true })
}

/** Makes a change in the definition and in all others that name what is changed, as it was looked at. */
export function make(address: Address, change: Change, seen: Refactored): Promise<Refactored> {
  const revisions = Object.fromEntries([seen.own, ...seen.others].map((one) => [`${one.kind}/${one.key}`, one.revision]))
  return post(address, { change, revisions })
}

/** Under this is kept what other definitions name, until one of them is changed. */
export const mentionsKey = ['builder', 'mentions'] as const

/** Everything that other definitions name of this one. */
export const mentions = (address: Address): Promise<Refactored> => post(address, { change: { part: 'field', do: 'delete', from: [''] }, dry: true })

/** A change that was made, and how it stands with the other definitions. */
export interface Made {
  id: string
  isThere: boolean
  others: readonly Mended[]
  policies: readonly Schemas['MendedPolicy'][]
}

/** Puts the other definitions as they were before a change, or as they were after it. */
export async function turn(address: Address, made: Made): Promise<Made> {
  const isBack = made.isThere
  const restore = made.others.map((one) => ({ kind: one.kind, key: one.key, revision: one.revision, body: isBack ? one.before : one.body }))
  await post(address, { restore, policies: [...made.policies], again: !isBack })
  return { ...made, isThere: !isBack, others: made.others.map((one) => ({ ...one, revision: one.revision + 1 })) }
}

export const madeBy = (id: string, done: Refactored): Made => ({
  id, isThere: true, others: done.others.filter((one) => one.isChanged),
  policies: done.policies.filter((p) => p.after !== p.before),
})

/** What findings say, in the reader's language. */
export const wordsOf = (finding: Violation): string => (finding as Violation & { message?: string }).message || finding.key
