/** Working hours without a break, by the clock. */
export interface Span {
  from: string
  to: string
}

/** The end of a day, which a field of time calls 00:00. */
export const midnight = '24:00'

const most = 4 // spans of a day that are kept
const pause = 60 // minutes
const step = 30

const minutes = (clock: string): number => (clock ? Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) : NaN)
const clock = (at: number): string => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`

/** The hours of a day as they are kept: "09:00-12:00,13:00-18:00". */
export const readSpans = (text: string): Span[] =>
  text.split(',').map((span) => {
    const [from = '', to = ''] = span.split('-')
    return { from, to }
  })

export const writeSpans = (spans: readonly Span[]): string => spans.map(({ from, to }) => `${from}-${to}`).join(',')

/** The last span parted by a break of an hour around its middle, on the half hour; nothing where there is no room for one. */
export function withBreak(spans: readonly Span[]): Span[] | undefined {
  const last = spans.at(-1)
  if (!last || spans.length >= most) return undefined
  const begin = Math.floor((minutes(last.from) + minutes(last.to) - pause) / 2 / step) * step
  if (!(begin > minutes(last.from) && begin + pause < minutes(last.to))) return undefined
  return [...spans.slice(0, -1), { from: last.from, to: clock(begin) }, { from: clock(begin + pause), to: last.to }]
}

/** The spans without the break before one of them: work goes on until that one ends. */
export const withoutBreak = (spans: readonly Span[], index: number): Span[] =>
  spans.flatMap((span, i) => (i === index ? [] : i === index - 1 ? [{ from: span.from, to: spans[index]?.to ?? span.to }] : [span]))
