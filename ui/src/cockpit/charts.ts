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
  /** The cases behind a row. */
  place?: (row: ReportRow) => Place
}

const isWhole = (row: ReportRow): boolean => row.of === undefined
const atStage = (fate?: Place['fate']) => (row: ReportRow): Place => ({ kind: 'stage', step: row.key, ...(fate && { fate }) })
const atPage = (fate?: Place['fate']) => (row: ReportRow): Place => ({ kind: 'page', step: row.key, ...(fate && { fate }) })
const bands = ['d1', 'd3', 'd7', 'd30', 'older'] as const
const way: Chart = { parts: ['submitted', 'stopped'], figure: 'started', isBar: isWhole }

export const charts: Record<ReportKey, Chart> = {
  stages: { parts: ['went', 'there', 'ended'], figure: 'entered', place: atStage() },
  pages: { parts: ['went', 'there', 'ended'], figure: 'entered', place: atPage() },
  devices: way,
  channels: way,
  languages: way,
  idle: { parts: bands, figure: 'cases', place: atPage('there') },
  reminders: { parts: ['completed', 'back', 'quiet'], figure: 'sent' },
  fields: { parts: ['errors', 'changes'], figure: 'errors', isBar: (row) => row.kind === 'field' },
  ageing: { parts: bands, figure: 'cases', place: atStage('there') },
  level: { parts: ['met', 'missed', 'overdue'], figure: 'share', place: atStage() },
  trend: { parts: ['met', 'missed'], figure: 'share' },
  approvals: { parts: ['some', 'none'], figure: 'cases', place: atStage('there') },
  people: { parts: ['decisions'], figure: 'decisions' },
  minutes: { parts: ['mean'], figure: 'mean' },
  feedback: { parts: ['s5', 's4', 's3', 's2', 's1'], figure: 'score' },
  reasons: { parts: ['cases'], figure: 'cases' },
}

/** The length of a part of a bar. What reminders led to is told inclusively, and drawn apart. */
export function lengthOf(row: ReportRow, part: string): number {
  const of = (column: string): number => row.values[column] ?? 0
  if (part === 'back') return of('returned') - of('completed')
  if (part === 'quiet') return of('sent') - of('returned')
  return of(part)
}
