import type { Schemas } from '../../api/client'

export type Bucket = Schemas['Bucket']
export type Choice = Schemas['Choice']
export type Choices = Schemas['Choices']
export type Share = Schemas['Share']

/** What a publication would mean, as far as it was looked at. */
export interface Impact {
  done: number
  total: number
  shares: readonly Share[]
  stages: readonly Schemas['StaffStage'][]
  /** Where the next part begins; undefined when all was looked at. */
  cursor: string | undefined
}

/** From the worst: each case is in the worst that applies. */
export const buckets: readonly Bucket[] = ['reroutes', 'loses', 'asks', 'untouched']

const maxExamples = 5

/** Adds the next part of a preview to those before. */
export function addPart(before: Impact | undefined, part: Schemas['Impact']): Impact {
  const shares = buckets.flatMap((bucket) => {
    const [a, b] = [before?.shares, part.buckets].map((list) => list?.find((s) => s.bucket === bucket))
    return a && b ? [joined(a, b)] : (a ?? b ?? [])
  })
  return { done: part.done, total: part.total, shares, stages: part.stages, cursor: part.cursor }
}

function joined(a: Share, b: Share): Share {
  const reasons = new Map(a.reasons.map((r) => [`${r.kind} ${r.name}`, r]))
  for (const r of b.reasons) {
    const known = reasons.get(`${r.kind} ${r.name}`)
    reasons.set(`${r.kind} ${r.name}`, known ? { ...known, cases: known.cases + r.cases } : r)
  }
  return {
    bucket: a.bucket,
    cases: a.cases + b.cases,
    stranded: a.stranded + b.stranded,
    unaskable: a.unaskable + b.unaskable,
    examples: [...a.examples, ...b.examples].slice(0, maxExamples),
    reasons: [...reasons.values()].sort((x, y) => y.cases - x.cases),
  }
}

/** What may be chosen for a bucket: nothing is asked of those to whom nothing is new. */
export function choicesFor({ bucket }: Share, stages: Impact['stages']): Choice[] {
  const handed: Choice[] = stages.length > 0 ? ['staff'] : []
  return bucket === 'untouched' ? ['keep', 'forward', ...handed] : ['keep', 'forward', 'ask', ...handed]
}

const best: Record<Bucket, Choice> = { untouched: 'forward', asks: 'ask', loses: 'keep', reroutes: 'keep' }

/** What does no harm: who would lose something or go elsewhere stays. */
export const recommended = (bucket: Bucket): Choice => best[bucket]

/** Whether anything is to be moved. */
export const isIdle = (choices: Choices): boolean => Object.values(choices).every((choice) => choice === 'keep')
