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

interface Options {
  caseId: string
  send: (request: SaveRequest) => Promise<Saved>
  onState: (state: SaveState) => void
  onSaved: (saved: Saved) => void
  /** The server refused for good: nothing is tried again by itself. */
  onRefused: (error: unknown) => void
}

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
  private halted = false

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
    writePending(this.options.caseId, this.pending)
    this.schedule(pause)
  }

  /** Saves now what is pending. */
  flush(keepalive = false): void {
    if (!this.hasPending || (this.running && !keepalive)) return
    this.stop()
    const [page, values] = Object.entries(this.pending)[0]!
    const run = this.save({ page, values: { ...values }, proceed: false, keepalive })
    this.running = run.finally(() => {
      this.running = undefined
      if (this.hasPending && this.timer === undefined && !this.halted) this.schedule(this.failures > 0 ? this.wait() : 0)
    })
    this.running.catch(() => undefined)
  }

  /** Saves a whole page and asks where to go. Throws what the server or the network answers. */
  async proceed(page: string, values: Record<string, unknown>): Promise<Saved> {
    this.stop()
    await this.running?.catch(() => undefined)
    return this.request({ page, values, proceed: true, keepalive: false })
  }

  /** Saves what can be saved and leaves nothing on the device. */
  async leave(): Promise<void> {
    await this.running?.catch(() => undefined)
    this.flush()
    await this.running?.catch(() => undefined)
    this.stop()
    writePending(this.options.caseId, {})
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
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
      if (e instanceof OfflineError) return
      this.halted = e instanceof FaultError && e.status < 500 && e.status !== 429
      if (this.halted) this.options.onRefused(e)
    }
  }

  private async request(request: SaveRequest): Promise<Saved> {
    const { onState, onSaved, send } = this.options
    onState({ kind: 'saving' })
    try {
      const saved = await send(request)
      this.failures = 0
      this.halted = false
      this.forget(request)
      onSaved(saved)
      onState({ kind: 'saved', at: saved.savedAt })
      return saved
    } catch (e) {
      this.failures++
      onState({ kind: 'offline' })
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
