import { useI18n } from '../../i18n/I18n'
import { Glyph, type GlyphName } from '../parts/Glyph'
import { useNames } from '../parts/names'
import { When } from '../parts/When'
import type { Approvals as Given, PossibleAction } from '../query/cases'
import css from './case.module.css'
import { useOpenCase } from './context'

type Step = Given['steps'][number]

/** In a series the first that is missing waits; those behind it come later. */
const isLater = ({ mode, steps }: Given, step: Step): boolean =>
  mode === 'series' && steps.findIndex((s) => !s.by) < steps.indexOf(step)

function StepLine({ approvals, step }: { approvals: Given; step: Step }) {
  const { t, text } = useI18n()
  const nameOf = useNames(useOpenCase().file.people)
  const glyph: GlyphName = step.by ? 'pass' : isLater(approvals, step) ? 'hidden' : 'unclear'
  const open = (): string => t(step.allowed ? 'approvals.mine' : isLater(approvals, step) ? 'approvals.later' : 'approvals.open')
  const own = (): string => (step.by ? t('approvals.given', { name: nameOf(step.by) }) : open())
  const inName = (): string => t(step.by ? 'approvals.givenFor' : 'approvals.mineFor', { name: nameOf(step.by ?? ''), for: nameOf(step.for ?? '') })
  const standing = step.for ? inName() : own()
  return (
    <li data-given={step.by ? true : undefined}>
      <Glyph name={glyph} />
      <span><strong>{text(step.name)}</strong> <span className={css.quiet}><bdi>{standing}</bdi>{step.at && <> · <When at={step.at} /></>}</span></span>
    </li>
  )
}

/** By which verb one of those who are asked ends it for all. */
function Veto({ verb }: { verb: string }) {
  const { t, text } = useI18n()
  const no = useOpenCase().file.actions.find((a) => a.verb === verb)
  return <p className={css.quiet}>{t('approvals.vetoed', { verb: text(no?.title) || verb })}</p>
}

function Standing({ action, approvals }: { action: PossibleAction; approvals: Given }) {
  const { t, text } = useI18n()
  const title = text(action.title) || action.verb
  return (
    <section className={css.approvals} aria-label={`${t('approvals.title')}: ${title}`}>
      <h2>{title} <span className={css.quiet} role="status">{t('approvals.progress', { given: approvals.given, needed: approvals.needed })}</span></h2>
      <ol>{approvals.steps.map((step) => <StepLine key={step.key} approvals={approvals} step={step} />)}</ol>
      {approvals.veto && <Veto verb={approvals.veto} />}
    </section>
  )
}

/** Who has approved, and what the case still waits for. */
export function Approvals() {
  const { actions } = useOpenCase().file
  return actions.map((a) => a.approvals && <Standing key={a.transition ?? a.verb} action={a} approvals={a.approvals} />)
}
