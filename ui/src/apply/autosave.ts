import { FaultError, OfflineError, type Schemas } from '../api/client'
import { type Pending, readPending, writePending } from './pending'

export type Saved = Schemas['SavedPage']

export interface SaveRequest {
  page: string
  values: Record<string, unknown>
  proceed: boolean
  /** The page is going away: the request must outlive it. */
  keepalive: boolean
}

export type SaveState =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: string }
  | { kind: 'offline' }
  /** The server has an answer to it, and it is no. */
  | { kind: 'refused' }

interface Options {
  caseId: string
  send: (request: SaveRequest) => Promise<Saved>
  onState: (state: SaveState) => void
  onSaved: (saved: Saved) => void
  /** The server refused for good: nothing is tried again by itself. */
  onRefused: (error: unknown) => void
}

/** Whether the server said no for good. */
const isRefusal = (e: unknown): boolean => e instanceof FaultError && e.status < 500 && e.status !== 429

const pause = 800
const longestWait = 30_000

/**
 * Saves while the person types, never in their way. What is not confirmed stays in memory and in the browser's storage,
 * and is tried again until the server has it. One request at a time, so that answers arrive in the order of typing.
 */
export class Autosave {
  private readonly pending: Pending
  private timer: ReturnType<typeof setTimeout> | undefined
  private running: Promise<unknown> | undefined
  private failures = 0
  /** Pages that the server refused as they are: not tried again before something on them changes. */
  private readonly refused = new Set<string>()

  constructor(private readonly options: Options) {
    this.pending = readPending(options.caseId)
  }

  get hasPending(): boolean {
    return Object.keys(this.pending).length > 0
  }

  /** Notes a changed answer and saves soon. */
  change(page: string, key: string, value: unknown): void {
    const values = (this.pending[page] ??= {})
    values[key] = value ?? null
    this.refused.delete(page)
    writePending(this.options.caseId, this.pending)
    this.schedule(pause)
  }

  /** Saves now what is pending. */
  flush(keepalive = false): void {
    const [page, values] = this.next() ?? []
    if (page === undefined || (this.running && !keepalive)) return
    this.stop()
    const run = this.save({ page, values: { ...values }, proceed: false, keepalive })
    this.running = run.finally(() => {
      this.running = undefined
      if (this.next() && this.timer === undefined) this.schedule(this.failures > 0 ? this.wait() : 0)
    })
    this.running.catch(() => undefined)
  }

  /** Saves a whole page and asks where to go. Throws what the server or the network answers. */
  async proceed(page: string, values: Record<string, unknown>): Promise<Saved> {
    this.stop()
    await this.running?.catch(() => undefined)
    return this.request({ page, values, proceed: true, keepalive: false })
  }

  /** Saves what is left, page by page, then leaves nothing on the device. Throws where an answer would be lost by it. */
  async leave(): Promise<void> {
    await this.running?.catch(() => undefined)
    for (let next = this.next(); next; next = this.next()) {
      const failed = this.failures
      this.flush()
      await this.running?.catch(() => undefined)
      if (this.failures > failed) break
    }
    if (this.next()) throw new OfflineError('answers are left')
    this.stop()
    writePending(this.options.caseId, {})
  }

  /** Saves now what is pending on the first page that has any, and waits until the server has answered. */
  async settle(): Promise<void> {
    await this.running?.catch(() => undefined)
    this.flush()
    await this.running?.catch(() => undefined)
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  /** A page with something to save that the server may take. */
  private next(): [page: string, values: Record<string, unknown>] | undefined {
    return Object.entries(this.pending).find(([page]) => !this.refused.has(page))
  }

  private schedule(ms: number): void {
    this.stop()
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.flush()
    }, ms)
  }

  private wait(): number {
    return Math.min(longestWait, 1000 * 2 ** (this.failures - 1))
  }

  private async save(request: SaveRequest): Promise<void> {
    try {
      await this.request(request)
    } catch (e) {
      if (!isRefusal(e)) return
      this.refused.add(request.page)
      this.options.onRefused(e)
    }
  }

  private async request(request: SaveRequest): Promise<Saved> {
    const { onState, onSaved, send } = this.options
    onState({ kind: 'saving' })
    try {
      const saved = await send(request)
      this.failures = 0
      this.refused.delete(request.page)
      this.forget(request)
      onSaved(saved)
      onState({ kind: 'saved', at: saved.savedAt })
      return saved
    } catch (e) {
      if (!isRefusal(e)) this.failures++
      onState({ kind: isRefusal(e) ? 'refused' : 'offline' })
      throw e
    }
  }

  /** Drops what was sent, unless it has been changed again since. */
  private forget({ page, values }: SaveRequest): void {
    const left = this.pending[page]
    if (left) {
      for (const [key, value] of Object.entries(values)) if (left[key] === (value ?? null)) delete left[key]
      if (Object.keys(left).length === 0) delete this.pending[page]
    }
    writePending(this.options.caseId, this.pending)
  }
}
