import type { Schemas } from '../api/client'

export type ReportKey = Schemas['FiguresKey']

/** The parts of the cockpit, and the reports of each. */
export const parts = {
  funnel: ['stages', 'pages'],
  stopping: ['idle', 'devices', 'channels', 'languages', 'reminders'],
  form: ['fields', 'feedback'],
  flow: ['ageing', 'level', 'trend', 'approvals'],
  team: ['people', 'minutes', 'reasons'],
} as const satisfies Record<string, readonly ReportKey[]>

export type Part = keyof typeof parts
export const partNames = Object.keys(parts) as Part[]

/** All that is chosen, as it stands in the address. */
export interface Choice {
  part: Part
  pipeline: string
  from: string
  to: string
  channel: string
  language: string
  device: string
  role: string
  isCompared: boolean
}

export const presets = [7, 30, 90, 365] as const

const dayMs = 86_400_000
const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
const ofDay = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** The last days up to one, that one included. */
export const lastDays = (today: string, days: number): { from: string; to: string } => ({ from: toDay(ofDay(today) - (days - 1) * dayMs), to: today })

/** The period as long as this one that ends the day before it begins. */
export function periodBefore({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const length = ofDay(to) - ofDay(from)
  return { from: toDay(ofDay(from) - length - dayMs), to: toDay(ofDay(from) - dayMs) }
}

const isDay = (s: string | null): s is string => /^\d{4}-\d{2}-\d{2}$/.test(s ?? '') && !Number.isNaN(ofDay(s!))

/** What the address says, with the last thirty days of the first pipeline where it says nothing. */
export function choiceOf(params: URLSearchParams, today: string, pipelines: readonly string[]): Choice {
  const part = params.get('part') as Part
  const asked = params.get('pipeline') ?? ''
  const usual = lastDays(today, 30)
  const from = isDay(params.get('from')) ? params.get('from')! : usual.from
  const to = isDay(params.get('to')) ? params.get('to')! : usual.to
  return {
    part: partNames.includes(part) ? part : 'funnel',
    pipeline: pipelines.includes(asked) ? asked : (pipelines[0] ?? ''),
    ...(from <= to ? { from, to } : { from: to, to: from }),
    channel: params.get('channel') ?? '',
    language: params.get('language') ?? '',
    device: params.get('device') ?? '',
    role: params.get('role') ?? '',
    isCompared: params.get('compare') === '1',
  }
}

/** The address that says a choice. */
export function paramsOf({ isCompared, ...rest }: Choice): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(rest)) if (value) params.set(name, value)
  if (isCompared) params.set('compare', '1')
  return params
}

/** How the server is asked about the cases of a choice. */
export function filterOf({ pipeline, from, to, channel, language, device }: Choice) {
  return {
    pipeline, from, to,
    ...(channel && { channel }),
    ...(language && { language }),
    ...((device === 'phone' || device === 'desktop') && { device: device as 'phone' | 'desktop' }),
  }
}
