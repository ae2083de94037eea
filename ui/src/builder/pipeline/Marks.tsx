import { Glyph, type GlyphName } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import { Hidden } from '../../design/Hidden'
import { useRuns } from '../scenario/runs'
import { useBench } from './bench'
import css from './canvas.module.css'
import { isError } from './findings'
import type { StageKind, Transition } from './types'

/** How many findings something has; errors are told from warnings by the picture too. */
export function FindingMark({ id }: { id: string }) {
  const { t, number } = useI18n()
  const found = useBench().findings.get(id) ?? []
  if (found.length === 0) return null
  const tone = found.some(isError) ? 'danger' : 'warn'
  return (
    <span className={css.mark} data-tone={tone} title={found.map((f) => f.message ?? f.key).join('\n')}>
      <Glyph name={tone === 'danger' ? 'unavailable' : 'unclear'} size={12} />
      <span aria-hidden>{number(found.length)}</span>
      <Hidden>{t('flow.findings.count', { n: found.length })}</Hidden>
    </span>
  )
}

const lackGlyphs: Record<'never' | 'onlyTrue' | 'onlyFalse', GlyphName> = { never: 'minus', onlyTrue: 'pass', onlyFalse: 'fail' }

/** What the scenarios that were run last did not see of something. */
export function UnseenMark({ id }: { id: string }) {
  const { t } = useI18n()
  const lack = useRuns().lacks.get(id)
  if (!lack || lack === 'seen') return null
  const said = t(`tryout.seen.${lack}`)
  return (
    <span className={css.mark} data-tone="unseen" title={said}>
      <Glyph name="eye" size={12} /><Glyph name={lackGlyphs[lack]} size={12} />
      <Hidden>{said}</Hidden>
    </span>
  )
}

const kinds: Record<StageKind, GlyphName> = { applicant: 'user', automatic: 'rotate', staff: 'people', end: 'pass' }

export const KindGlyph = ({ kind }: { kind: StageKind }) => <Glyph name={kinds[kind] ?? 'form'} size={13} />

/** Who or what sets a transition off, as a picture. */
export function TriggerGlyph({ transition }: { transition: Transition }) {
  const { trigger, by } = transition
  const name: GlyphName = trigger.timer ? 'pending' : trigger.event !== undefined ? 'rotate' : by.includes('member') && !by.includes('applicant') ? 'people' : 'user'
  return <Glyph name={name} size={12} />
}
