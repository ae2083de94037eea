import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Glyph, type GlyphName } from './Glyph'
import css from './parts.module.css'

export type Tone = 'plain' | 'info' | 'success' | 'warn' | 'danger'

/** A state in a word or two, with a picture; the colour only repeats them. */
export function Chip({ tone = 'plain', glyph, children }: { tone?: Tone; glyph?: GlyphName; children: ReactNode }) {
  return (
    <span className={css.chip} data-tone={tone}>
      {glyph && <Glyph name={glyph} size={12} />}
      {children}
    </span>
  )
}

type Look = readonly [Tone, GlyphName]

const results: Record<string, Look> = {
  pass: ['success', 'pass'],
  fail: ['danger', 'fail'],
  unclear: ['warn', 'unclear'],
  unavailable: ['warn', 'unavailable'],
  pending: ['info', 'pending'],
  skipped: ['plain', 'skipped'],
  hidden: ['plain', 'hidden'],
}

/** The result of a check. */
export function ResultChip({ result }: { result: string }) {
  const { find } = useI18n()
  const [tone, glyph] = results[result] ?? ['plain', 'skipped']
  return <Chip tone={tone} glyph={glyph}>{find(`desk.result.${result}`) ?? result}</Chip>
}

const tokens: Record<string, Look> = {
  created: ['info', 'pending'],
  sent: ['info', 'mail'],
  opened: ['info', 'eye'],
  used: ['success', 'pass'],
  expired: ['warn', 'pending'],
  revoked: ['plain', 'skipped'],
  locked: ['danger', 'hidden'],
  failed: ['danger', 'fail'],
}

/** Where the link to sign stands. */
export function TokenChip({ state }: { state: string }) {
  const { find } = useI18n()
  const [tone, glyph] = tokens[state] ?? ['plain', 'pending']
  return <Chip tone={tone} glyph={glyph}>{find(`desk.token.${state}`) ?? state}</Chip>
}

const risks: Record<string, Look> = { low: ['success', 'down'], medium: ['warn', 'minus'], high: ['danger', 'up'] }

export function RiskChip({ risk }: { risk: string }) {
  const { find } = useI18n()
  const [tone, glyph] = risks[risk] ?? ['plain', 'minus']
  return <Chip tone={tone} glyph={glyph}>{find(`desk.risk.${risk}`) ?? risk}</Chip>
}

const works: Record<string, Look> = {
  queued: ['info', 'pending'],
  sent: ['success', 'pass'],
  held: ['warn', 'pending'],
  delivered: ['success', 'pass'],
  bounced: ['danger', 'fail'],
  skipped: ['plain', 'skipped'],
  failed: ['danger', 'fail'],
  cancelled: ['plain', 'skipped'],
  open: ['info', 'pending'],
  answered: ['success', 'pass'],
  withdrawn: ['plain', 'skipped'],
  stored: ['plain', 'form'],
  accepted: ['success', 'pass'],
  refused: ['danger', 'fail'],
  replaced: ['plain', 'skipped'],
}

/** The state of a message, a request or a document: desk.{of}.{state}. */
export function StateChip({ of, state }: { of: 'message' | 'request' | 'document'; state: string }) {
  const { find } = useI18n()
  const [tone, glyph] = works[state] ?? ['plain', 'pending']
  return <Chip tone={tone} glyph={glyph}>{find(`desk.${of}.${state}`) ?? state}</Chip>
}
