import type { ReportKey } from './choice'
import type { Place, ReportRow } from './queries'

/** How a report is drawn: a bar for each row, of parts that follow each other. */
export interface Chart {
  /** The columns of which a bar is made, from the start. */
  parts: readonly string[]
  /** The figure beside the bar. */
  figure: string
  /** Rows that are no bar: parts of others. */
  isBar?: (row: ReportRow) => boolean
  /** The kind of place that a row is, and what became of the cases that a column counts there; '' is whatever. */
  kind?: Place['kind']
  fates?: Readonly<Record<string, Place['fate'] | ''>>
}

/** The cases behind a figure; nothing where they cannot be told, or there are none. */
export function placeOf({ kind, fates, isBar }: Chart, row: ReportRow, column: string): Place | undefined {
  const fate = fates?.[column]
  if (kind === undefined || fate === undefined || isBar?.(row) === false || !row.values[column]) return undefined
  return { kind, step: row.key, ...(fate && { fate }) }
}

const isWhole = (row: ReportRow): boolean => row.of === undefined
const ways = { started: '', submitted: 'submitted', stopped: 'stopped' } as const
const steps = { entered: '', went: 'gone', there: 'there', ended: 'ended' } as const
const bands = ['d1', 'd3', 'd7', 'd30', 'older'] as const
const way: Chart = { parts: ['submitted', 'stopped'], figure: 'started', isBar: isWhole, fates: ways }

export const charts: Record<ReportKey, Chart> = {
  stages: { parts: ['went', 'there', 'ended'], figure: 'entered', kind: 'stage', fates: steps },
  pages: { parts: ['went', 'there', 'ended'], figure: 'entered', kind: 'page', fates: steps },
  devices: { ...way, kind: 'device' },
  channels: { ...way, kind: 'channel' },
  languages: { ...way, kind: 'language' },
  idle: { parts: bands, figure: 'cases', kind: 'page', fates: { cases: 'there' } },
  reminders: { parts: ['completed', 'back', 'quiet'], figure: 'sent', kind: 'reminder', fates: { sent: '', returned: 'returned', completed: 'completed' } },
  fields: { parts: ['errors', 'changes'], figure: 'errors', isBar: (row) => row.kind === 'field' },
  ageing: { parts: bands, figure: 'cases', kind: 'stage', fates: { cases: 'there' } },
  level: { parts: ['met', 'missed', 'overdue'], figure: 'share', kind: 'stage', fates: { met: 'met', missed: 'missed', overdue: 'overdue' } },
  trend: { parts: ['met', 'missed'], figure: 'share' },
  approvals: { parts: ['some', 'none'], figure: 'cases', kind: 'stage', fates: { cases: 'there' } },
  people: { parts: ['decisions'], figure: 'decisions', kind: 'member', fates: { cases: '' } },
  minutes: { parts: ['mean'], figure: 'mean' },
  feedback: { parts: ['s5', 's4', 's3', 's2', 's1'], figure: 'score' },
  reasons: { parts: ['cases'], figure: 'cases', kind: 'reason', fates: { cases: '' } },
}

/** The length of a part of a bar. What reminders led to is told inclusively, and drawn apart. */
export function lengthOf(row: ReportRow, part: string): number {
  const of = (column: string): number => row.values[column] ?? 0
  if (part === 'back') return of('returned') - of('completed')
  if (part === 'quiet') return of('sent') - of('returned')
  return of(part)
}
