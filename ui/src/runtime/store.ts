import type { Violation } from './messages'
import { related, tokens, topKey, valueAt, withValue } from './pointer'

export type Answers = Readonly<Record<string, unknown>>

/** What the rules of a form say of some answers. */
export interface View {
  isVisible: (path: string) => boolean
  isRequired: (path: string) => boolean
  /** Whether a page has something to show. */
  hasPage: (key: string) => boolean
  /** The result of a computed field; undefined for the others. */
  computed: (path: string) => unknown
}

/** All that one field has to know; the same object as long as nothing of it changed. */
export interface FieldState {
  value: unknown
  isVisible: boolean
  isRequired: boolean
  /** The messages, only while one of them concerns this field. */
  errors?: ReadonlyMap<string, string>
  note?: string
}

type Listener = () => void

const same = (a: FieldState, b: FieldState): boolean =>
  a.value === b.value && a.isVisible === b.isVisible && a.isRequired === b.isRequired && a.errors === b.errors && a.note === b.note

/**
 * The answers being typed. Each field listens to its own path, so a key press draws one field whatever the form's size;
 * the rules run after the browser has drawn it.
 */
export class FormStore {
  private view: View
  private errors: ReadonlyMap<string, string> = new Map()
  private notes: ReadonlyMap<string, string> = new Map()
  private readonly held = new Map<string, string>()
  private readonly states = new Map<string, FieldState>()
  private readonly listeners = new Map<string, Set<Listener>>()
  private readonly watchers = new Set<(key: string) => void>()
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private values: Answers, private readonly look: (answers: Answers) => View) {
    this.view = look(values)
  }

  get answers(): Answers {
    return this.values
  }

  /** The view of the answers as they are now, rules and all. */
  get current(): View {
    this.settle()
    return this.view
  }

  state(path: string): FieldState {
    let state = this.states.get(path)
    if (!state) this.states.set(path, (state = this.compute(path)))
    return state
  }

  set(path: string, value: unknown): void {
    this.values = withValue(this.values, tokens(path), value) as Answers
    this.refresh((p) => related(p, path))
    this.timer ??= setTimeout(() => this.settle())
    for (const watch of this.watchers) watch(topKey(path))
  }

  /** Takes answers from elsewhere, without telling the watchers: they are saved already. */
  replace(values: Answers): void {
    this.values = values
    this.view = this.look(values)
    this.refresh()
  }

  /** Notes what a field on the screen has not finished: the key of what to say about it, or nothing. */
  hold(path: string, key: string | undefined): void {
    if (key === undefined) this.held.delete(path)
    else this.held.set(path, key)
  }

  /** What has to be finished before the page is left. */
  get unfinished(): Violation[] {
    return [...this.held].map(([path, key]) => ({ path, key }))
  }

  /** The messages by path. */
  setErrors(errors: ReadonlyMap<string, string>): void {
    this.errors = errors
    this.refresh()
  }

  setNotes(notes: ReadonlyMap<string, string>): void {
    this.notes = notes
    this.refresh()
  }

  subscribe(path: string, listener: Listener): () => void {
    const set = this.listeners.get(path) ?? new Set()
    this.listeners.set(path, set.add(listener))
    return () => {
      set.delete(listener)
      if (set.size === 0 && this.listeners.get(path) === set) {
        this.listeners.delete(path)
        this.states.delete(path)
      }
    }
  }

  /** Tells the key of each top-level field that a person changed. */
  watch(watcher: (key: string) => void): () => void {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  private settle(): void {
    if (this.timer === undefined) return
    clearTimeout(this.timer)
    this.timer = undefined
    this.view = this.look(this.values)
    this.refresh()
  }

  private compute(path: string): FieldState {
    const concerned = [...this.errors.keys()].some((p) => p === path || p.startsWith(`${path}/`))
    return {
      value: this.view.computed(path) ?? valueAt(this.values, path),
      isVisible: this.view.isVisible(path),
      isRequired: this.view.isRequired(path),
      errors: concerned ? this.errors : undefined,
      note: this.notes.get(path),
    }
  }

  private refresh(concerns: (path: string) => boolean = () => true): void {
    for (const path of [...this.states.keys()]) {
      if (!concerns(path)) continue
      const next = this.compute(path)
      if (same(next, this.states.get(path)!)) continue
      this.states.set(path, next)
      for (const listener of this.listeners.get(path) ?? []) listener()
    }
  }
}
