import { api, ask, FaultError, isOtherCase, isSignedOut, ownWord } from '../api/client'
import { type LiveForm, liveForm } from '../runtime/live'
import type { Cel } from '../runtime/rule'
import { FormStore } from '../runtime/store'
import { Autosave, type Saved, type SaveRequest, type SaveState } from './autosave'
import type { Case } from './caseContext'
import { celHere, loadCel } from './cel'
import { Filling } from './filling'
import { overlay, readPending, rehomed, writePending } from './pending'
import { type Signal, signal } from './signal'

/** What one visit to the form of a case works with. */
export interface Session {
  live: LiveForm
  store: FormStore
  autosave: Autosave
  saveState: Signal<SaveState>
  filling: Filling
  /** The case has come to another version of the form since this device opened it. */
  isMoved: boolean
  /** Of the answers, as the server last told. */
  revision: () => number
  /** Shows what was changed elsewhere meanwhile. */
  catchUp: () => Promise<void>
  /** Stops listening and saving. */
  close: () => void
}

interface SessionEvents {
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

const isOfAnotherForm = (e: unknown): boolean => e instanceof FaultError && e.fault.key === 'submission.moved'

export function openSession(current: Case, events: SessionEvents, isMoved = false): Session {
  // What is typed after the case was handed in, in another tab, is an answer to nothing: it must not lie about here.
  if (current.stage.answers === 'closed') writePending(current.id, {})
  const live = liveForm(current.form, { facts: current.facts, today: current.today, cel: celHere() })
  if (isMoved) writePending(current.id, rehomed(readPending(current.id), (key) => (live.fieldAt(`/${key}`) ? live.pageOf(key) : undefined)))
  const store = new FormStore(overlay(current.answers, readPending(current.id)), live.look)
  if (live.hasCel && !celHere()) {
    const arrived = (cel: Cel): void => {
      live.takeCel(cel)
      store.replace(store.answers)
    }
    loadCel().then(arrived, () => undefined) // without it the server alone judges those rules
  }
  const filling = new Filling(live.form.pages.map((page) => page.key))
  const saveState = signal<SaveState>({ kind: 'idle' })
  let revision = current.revision
  // What this visit saved itself is no change elsewhere, in whatever order its saves arrive.
  const client = ownWord()
  let sequence = 0
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const send = ({ page, values, proceed, keepalive }: SaveRequest): Promise<Saved> =>
    ask(api.PUT('/portal/case/pages/{page}', {
      params: { path: { page } },
      body: { values, revision, client, sequence: ++sequence, proceed, locale: events.locale(), timeZone: zone, formVersion: current.formVersion, filling: filling.take(page) },
      keepalive,
    })).catch((e: unknown) => {
      if (isOfAnotherForm(e)) events.onConflict()
      throw e
    })
  const onSaved = (saved: Saved): void => {
    revision = Math.max(revision, saved.revision)
    if (live.learn(saved.facts)) store.replace(store.answers)
    adopt(store, saved, events)
    events.onSaved(saved)
  }
  const autosave = new Autosave({
    caseId: current.id,
    send,
    onState: saveState.set,
    onSaved,
    onRefused: (e) => {
      if (isSignedOut(e)) events.onSignedOut()
      else if (!isOtherCase(e)) events.onConflict()
    },
  })
  // What is given while the answers are closed, documents alone, is with the server already.
  const known = new Set(Object.keys(current.answers))
  const unwatch = store.watch((key) => {
    filling.write(key, known.has(key))
    known.add(key)
    if (current.stage.answers !== 'closed') autosave.change(live.pageOf(key), key, store.answers[key])
  })
  const close = (): void => {
    unwatch()
    autosave.stop()
  }
  const catchUp = async (): Promise<void> => {
    onSaved(await send({ page: live.pageOf(''), values: {}, proceed: false, keepalive: false }))
  }
  return { live, store, autosave, saveState, filling, isMoved, catchUp, revision: () => revision, close }
}
