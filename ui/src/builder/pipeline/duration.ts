/** The units that a person counts in, as Intl and ISO 8601 know them. */
export const units = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
export type Unit = (typeof units)[number] | 'second'

export interface Part {
  n: number
  unit: Unit
}

/** A length of time; negative counts backwards. */
export interface Duration {
  isNegative: boolean
  parts: Part[]
}

const dateUnits: Record<string, Unit> = { Y: 'year', M: 'month', W: 'week', D: 'day' }
const clockUnits: Record<string, Unit> = { H: 'hour', M: 'minute', S: 'second' }

/** Reads an ISO 8601 duration such as P3D or PT4H; undefined when it is none. */
export function readDuration(text: string): Duration | undefined {
  const match = /^(-?)P((?:\d+[YMWD])*)(?:T((?:\d+[HMS])+))?$/.exec(text)
  if (!match || (!match[2] && !match[3])) return undefined
  const read = (part: string | undefined, names: Record<string, Unit>): Part[] =>
    [...(part ?? '').matchAll(/(\d+)([A-Z])/g)].map(([, n = '0', letter = '']) => ({ n: Number(n), unit: names[letter]! }))
  return { isNegative: match[1] === '-', parts: [...read(match[2], dateUnits), ...read(match[3], clockUnits)] }
}

/** Writes a length of one unit as ISO 8601. */
export function writeDuration({ n, unit }: Part, isNegative = false): string {
  const letter = unit === 'month' || unit === 'minute' ? 'M' : unit[0]!.toUpperCase()
  const clock = unit === 'hour' || unit === 'minute' || unit === 'second'
  return `${isNegative ? '-' : ''}P${clock ? 'T' : ''}${n}${letter}`
}
