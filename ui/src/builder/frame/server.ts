import { api, ask, FaultError, type Schemas, tenantPrefix } from '../../api/client'
import type { Violation } from '../../fields/types'
import { type DraftServer, type Kept, RefusedDraft, type Shelf, StaleDraft } from '../document/draft'

export type Kind = Schemas['Kind']

/** A definition by kind and key. */
export interface Address {
  kind: Kind
  key: string
}

const at = ({ kind, key }: Address) => ({ path: { kind, key } })

/** A draft on this tenant's server. client tells this window from others of the same person. */
export function draftServer<D extends object>(address: Address, client: string): DraftServer<D> {
  return {
    load: async () => keptOf<D>(await ask(api.GET('/definitions/{kind}/{key}', { params: at(address) }))),
    save: async (body, revision) => {
      try {
        const saved = await ask(api.PUT('/definitions/{kind}/{key}', { params: at(address), body: { body: body as Record<string, unknown>, revision } }))
        return { revision: saved.revision ?? revision + 1, findings: (saved.findings ?? []) as Violation[], estimate: saved.estimate }
      } catch (error) {
        throw translated(error)
      }
    },
    meet: (selection) => ask(api.POST('/definitions/{kind}/{key}/presence', { params: at(address), body: { client, selection } })),
  }
}

/** The draft of a definition; where there is none, the newest version is the start of one. */
export function keptOf<D extends object>(definition: Schemas['Definition']): Kept<D> {
  return { body: definition.draft as D, revision: definition.revision ?? 0, findings: (definition.findings ?? []) as Violation[], estimate: definition.estimate }
}

function translated(error: unknown): unknown {
  if (!(error instanceof FaultError)) return error
  if (error.fault.code === 'stale') return new StaleDraft()
  if (error.fault.code === 'invalid' || error.fault.code === 'too_large') return new RefusedDraft((error.fault.violations ?? []) as Violation[])
  return error
}

/** Unsaved changes of a definition in this browser. A browser without storage keeps none. */
export function shelfOf({ kind, key }: Address): Shelf {
  const name = `esteira.draft ${tenantPrefix(location.pathname)} ${kind} ${key}`
  return {
    read: () => {
      try {
        return localStorage.getItem(name)
      } catch {
        return null
      }
    },
    write: (text) => {
      try {
        if (text === null) localStorage.removeItem(name)
        else localStorage.setItem(name, text)
      } catch {
        // The line of saving says what is not saved.
      }
    },
  }
}
