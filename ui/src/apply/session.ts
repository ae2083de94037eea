import { api, ask, isSignedOut } from '../api/client'
import { type LiveForm, liveForm } from '../runtime/live'
import { FormStore } from '../runtime/store'
import { Autosave, type Saved, type SaveState } from './autosave'
import type { Case } from './caseContext'
import { overlay, readPending } from './pending'
import { type Signal, signal } from './signal'

/** What one visit to the form of a case works with. */
export interface Session {
  live: LiveForm
  store: FormStore
  autosave: Autosave
  saveState: Signal<SaveState>
  /** Stops listening and saving. */
  close: () => void
}

export interface SessionEvents {
  locale: () => string
  /** Something of the case changed at the server. */
  onSaved: (saved: Saved) => void
  /** Fields that were changed elsewhere and kept as they are there. */
  onMerged: (keys: readonly string[], store: FormStore) => void
  /** The cookie is worth nothing any more. */
  onSignedOut: () => void
  /** The case does not take answers as it did: look again. */
  onConflict: () => void
}

const keyOf = (path: string): string => path.replace(/^\//, '').split('/')[0]!

function adopt(store: FormStore, saved: Saved, events: SessionEvents): void {
  const keys = [...new Set((saved.merged ?? []).map(keyOf))]
  if (keys.length === 0) return
  const answers: Record<string, unknown> = { ...store.answers }
  for (const key of keys) answers[key] = saved.answers?.[key]
  store.replace(answers)
  events.onMerged(keys, store)
}

export function openSession(current: Case, events: SessionEvents): Session {
  const live = liveForm(current.form, current.facts, current.today)
  const store = new FormStore(overlay(current.answers, readPending(current.id)), live.look)
  const saveState = signal<SaveState>({ kind: 'idle' })
  let revision = current.revision
  const autosave = new Autosave({
    caseId: current.id,
    send: ({ page, values, proceed, keepalive }) =>
      ask(api.PUT('/portal/case/pages/{page}', {
        params: { path: { page } },
        body: { values, revision, proceed, locale: events.locale() },
        keepalive,
      })),
    onState: saveState.set,
    onSaved(saved) {
      revision = saved.revision
      adopt(store, saved, events)
      events.onSaved(saved)
    },
    onRefused: (e) => (isSignedOut(e) ? events.onSignedOut() : events.onConflict()),
  })
  const unwatch = store.watch((key) => autosave.change(live.pageOf(key), key, store.answers[key]))
  const close = (): void => {
    unwatch()
    autosave.stop()
  }
  return { live, store, autosave, saveState, close }
}
