import type { Schemas } from '../api/client'
import type { Violation } from '../runtime/messages'
import { nowHere } from '../api/sandbox'

type Counts = Schemas['Filling']
type FieldCounts = NonNullable<Counts['fields']>[string]

/** The longest pause that still counts as filling in, in seconds. */
const longestPause = 120

const keyOf = (path: string): string => path.replace(/^\//, '').split('/')[0]!

/**
 * Counts how the form is filled in: how long a page and its fields take, what goes wrong, what is changed, where one goes
 * back. It knows no answer, and what it counts goes out with the saves that are made anyway.
 */
export class Filling {
  private counts: Counts = {}
  private page = ''
  private furthest = -1
  private since: number
  private typed: number
  private readonly touched = new Set<string>()

  constructor(private readonly pages: readonly string[], private readonly now: () => number = nowHere) {
    this.since = this.typed = now()
  }

  /** A page is on the screen. */
  open(page: string): void {
    if (page === this.page) return
    const index = this.pages.indexOf(page)
    this.counts = index < this.furthest ? { backs: 1 } : {}
    this.furthest = Math.max(this.furthest, index)
    this.page = page
    this.since = this.typed = this.now()
    this.touched.clear()
  }

  /** A person wrote into a field; whether there was an answer before. */
  write(key: string, hadAnswer: boolean): void {
    const field = this.of(key)
    const now = this.now()
    field.seconds = (field.seconds ?? 0) + this.seconds(this.typed, now)
    this.typed = now
    if (hadAnswer && !this.touched.has(key)) field.changes = (field.changes ?? 0) + 1
    this.touched.add(key)
  }

  /** These messages are shown. */
  fail(violations: readonly Violation[]): void {
    for (const { path, key } of violations) {
      const errors = (this.of(keyOf(path)).errors ??= {})
      errors[key] = (errors[key] ?? 0) + 1
    }
  }

  /** What was counted on a page since it was last taken. */
  take(page: string): Counts | undefined {
    if (page !== this.page) return undefined
    const now = this.now()
    const taken: Counts = { ...this.counts, seconds: Math.round(this.seconds(this.since, now)), fields: {} }
    for (const [key, field] of Object.entries(this.counts.fields ?? {})) taken.fields![key] = { ...field, ...(field.seconds !== undefined && { seconds: Math.round(field.seconds) }) }
    this.counts = {}
    this.since = now
    return taken
  }

  private seconds(from: number, to: number): number {
    return Math.max(0, Math.min(longestPause, (to - from) / 1000))
  }

  private of(key: string): FieldCounts {
    return ((this.counts.fields ??= {})[key] ??= {})
  }
}
