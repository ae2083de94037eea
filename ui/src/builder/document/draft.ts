import { begin, type History, receive, record, redo, type StepName, undo } from './history'
import type { Conflict } from './merge'
import { merge } from './merge'
import type { Violation } from '../../fields/types'

/** How long applicants need to fill a form. */
export interface Estimate {
  minutes: number
  /** Minutes beyond which many leave. */
  max: number
  pages: { key: string; seconds: number }[]
}

/** A definition as the server keeps it. */
export interface Kept<D> {
  body: D
  revision: number
  findings: Violation[]
  /** Of a form. */
  estimate?: Estimate | undefined
}

/** Somebody else who has the draft open. */
export interface Peer {
  id: string
  name: string
  /** What they have selected. */
  selection: string[]
}

/** How a draft reaches the server. save throws StaleDraft when somebody else saved since; other errors are tried again. */
export interface DraftServer<D> {
  load: () => Promise<Kept<D>>
  save: (body: D, revision: number) => Promise<Omit<Kept<D>, 'body'>>
  /** Tells that this person is here; answers with the newest revision and the others. */
  meet: (selection: string[]) => Promise<{ revision: number; peers: Peer[] }>
}

/** The server has a newer revision than the one that was changed. */
export class StaleDraft extends Error {}

/** The server will not take the draft as it is; trying again does not help. */
export class RefusedDraft extends Error {
  constructor(readonly findings: Violation[]) {
    super('refused')
  }
}

/** Where unsaved changes survive a closed window. */
export interface Shelf {
  read: () => string | null
  write: (text: string | null) => void
}

/** What the line beside the title says. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'offline' | 'refused'

/** All that a builder shows of a draft. Replaced, never changed. */
export interface DraftView<D> {
  history: History<D, string[]>
  save: SaveState
  revision: number
  findings: Violation[]
  estimate?: Estimate | undefined
  peers: Peer[]
  /** Places that somebody else changed too; ours stands until one of the two is chosen. */
  conflicts: Conflict[]
  savedAt: number | undefined
}

/** One change: its name in the list of steps, what becomes of the definition, and what is selected then. */
export interface Command<D> {
  name: StepName
  run: (present: D) => { after: D; selection?: string[] }
  place?: string
  /** It says itself which translations are outdated. */
  judges?: boolean
}

/** A change of this draft that the server made, with others: what came of it here. */
export interface Reached<D> {
  name: StepName
  body: D
  revision: number
  selection?: string[] | undefined
}

interface Shelved<D> {
  base: D
  body: D
}

const delay = 700
const rest = 400
const [firstRetry, lastRetry] = [2_000, 30_000]

/**
 * A draft that is edited here and kept on the server. Each change is saved by itself after a moment; what others save
 * meanwhile is merged in; what cannot be saved now waits, also over a reload.
 */
export class Draft<D extends object> {
  #view: DraftView<D>
  /** What the server has, as far as is known here. */
  #base: D
  #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #resting: ReturnType<typeof setTimeout> | undefined
  #shelved: Partial<Shelved<D>> = {}
  #retry = firstRetry
  #saving: Promise<void> | undefined

  constructor(
    private readonly server: DraftServer<D>,
    private readonly shelf: Shelf,
    kept: Kept<D>,
    private readonly now: () => number = Date.now,
  ) {
    this.#base = kept.body
    this.#view = {
      history: begin<D, string[]>(kept.body, []), save: 'saved', revision: kept.revision, findings: kept.findings, estimate: kept.estimate, peers: [], conflicts: [], savedAt: undefined,
    }
    this.#unshelve()
  }

  /** For useSyncExternalStore. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get = (): DraftView<D> => this.#view

  run = (command: Command<D>): void => {
    const { history } = this.#view
    const { after, selection } = command.run(history.present)
    this.#put({ history: record(history, { name: command.name, after, to: selection ?? history.selection, place: command.place, at: this.now(), judges: command.judges }) })
    this.#changed()
  }

  select = (selection: string[]): void => this.#put({ history: { ...this.#view.history, selection } })

  undo = (): void => this.#travel(undo(this.#view.history))

  redo = (): void => this.#travel(redo(this.#view.history))

  /** Settles a conflict: theirs is taken as a step of its own, or ours stays. */
  settle(conflict: Conflict, take?: Command<D>): void {
    if (take) this.run(take)
    this.#put({ conflicts: this.#view.conflicts.filter((each) => each !== conflict) })
  }

  /** Saves at once; used before publishing and when the window is left. */
  flush = async (): Promise<void> => {
    clearTimeout(this.#timer)
    this.#shelve()
    await this.#saving
    if (this.#view.history.present !== this.#base) await this.#save()
  }

  /**
   * Lets the server change this draft among others, and takes what came of it here as one step, which can be undone as any
   * other. What is unsaved is saved first, and nothing is saved or taken in meanwhile.
   */
  async reach<T>(work: () => Promise<T>, taken: (done: T) => Reached<D>): Promise<T> {
    await this.flush()
    const run = work().then((done) => {
      this.#take(taken(done))
      return done
    })
    // What is found wrong now comes with the whole; where there is no answer, the next meeting tries again.
    const settled = run.then(() => undefined, () => undefined).then(() => this.#catchUp()).catch(() => undefined)
    this.#saving = settled.finally(() => {
      this.#saving = undefined
      if (this.#view.history.present !== this.#base) this.#later(delay)
    })
    return run
  }

  /** Tells the server that somebody is here, and takes in what others saved. */
  meet = async (): Promise<void> => {
    try {
      const { revision, peers } = await this.server.meet(this.#view.history.selection)
      this.#put({ peers })
      if (revision > this.#view.revision && !this.#saving) await this.#catchUp()
      if (this.#view.save === 'offline') await this.flush()
    } catch {
      // The next meeting tries again; what is unsaved is told by the line of saving.
    }
  }

  stop(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#resting)
    this.#resting = undefined
    this.#shelve()
  }

  #put(part: Partial<DraftView<D>>): void {
    this.#view = { ...this.#view, ...part }
    for (const listener of this.#listeners) listener()
  }

  #travel({ history, conflicts }: { history: History<D, string[]>; conflicts: Conflict[] }): void {
    if (history === this.#view.history) return
    this.#put({ history, conflicts: [...this.#view.conflicts, ...conflicts] })
    this.#changed()
  }

  #changed(): void {
    if (this.#view.history.present === this.#base) {
      if (!this.#saving) this.#put({ save: 'saved' })
      return
    }
    if (this.#view.save !== 'offline') this.#put({ save: 'unsaved' })
    this.#keep()
    this.#later(delay)
  }

  /** At once, then not again for a moment: a large definition takes longer to write than a key to press. */
  #keep(): void {
    if (this.#resting) return
    this.#shelve()
    this.#resting = setTimeout(() => {
      this.#resting = undefined
      this.#shelve()
    }, rest)
  }

  #shelve(): void {
    const { present } = this.#view.history
    if (present === this.#shelved.body && this.#base === this.#shelved.base) return
    this.#shelved = { base: this.#base, body: present }
    this.shelf.write(present === this.#base ? null : JSON.stringify({ base: this.#base, body: present } satisfies Shelved<D>))
  }

  #later(after: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#save(), after)
  }

  #save(): Promise<void> {
    this.#saving ??= this.#send().finally(() => {
      this.#saving = undefined
    })
    return this.#saving
  }

  async #send(): Promise<void> {
    const body = this.#view.history.present
    this.#put({ save: 'saving' })
    try {
      const { revision, findings, estimate } = await this.server.save(body, this.#view.revision)
      this.#base = body
      this.#retry = firstRetry
      const isAll = this.#view.history.present === body
      this.#put({ revision, findings, estimate, savedAt: this.now(), save: isAll ? 'saved' : 'unsaved' })
      this.#keep()
      if (!isAll) this.#later(delay)
    } catch (error) {
      await this.#failed(error)
    }
  }

  async #failed(error: unknown): Promise<void> {
    if (error instanceof RefusedDraft) {
      this.#put({ save: 'refused', findings: error.findings })
      return
    }
    if (error instanceof StaleDraft) {
      try {
        await this.#catchUp()
        this.#later(0)
        return
      } catch {
        // No answer: as below.
      }
    }
    this.#put({ save: 'offline' })
    this.#later(this.#retry)
    this.#retry = Math.min(2 * this.#retry, lastRetry)
  }

  #take({ name, body, revision, selection }: Reached<D>): void {
    const { history } = this.#view
    const { merged, conflicts } = merge(this.#base, history.present, body) // what was typed meanwhile stays
    this.#base = body
    const next = record(history, { name, after: merged, to: selection ?? history.selection, at: this.now() })
    this.#put({ history: next, revision, conflicts: [...this.#view.conflicts, ...conflicts], savedAt: this.now(), save: merged === body ? 'saved' : 'unsaved' })
    this.#keep()
  }

  /** Merges what the server has. */
  async #catchUp(): Promise<void> {
    const { body, revision, findings, estimate } = await this.server.load()
    const { history, conflicts } = receive(this.#view.history, this.#base, body)
    this.#base = body
    const isAll = history.present === body
    this.#put({ history, revision, estimate, findings: isAll ? findings : this.#view.findings, conflicts: [...this.#view.conflicts, ...conflicts], save: isAll ? 'saved' : 'unsaved' })
    this.#keep()
    if (!isAll) this.#later(delay)
  }

  #unshelve(): void {
    const text = this.shelf.read()
    if (text === null) return
    try {
      const { base, body } = JSON.parse(text) as Shelved<D>
      const { merged, conflicts } = merge(base, body, this.#base)
      const history = record(this.#view.history, { name: { key: 'builder.step.recovered' }, after: merged, to: [], at: this.now(), judges: true })
      this.#put({ history, conflicts, save: 'unsaved' })
      this.#later(delay)
    } catch {
      this.shelf.write(null) // it cannot be read, so it says nothing
    }
  }
}
