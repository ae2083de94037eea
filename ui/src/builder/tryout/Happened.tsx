import type { ReactNode } from 'react'
import { Chip } from '../../desk/parts/Chip'
import { Empty } from '../../desk/parts/Empty'
import { Notice } from '../../desk/parts/Notice'
import type { Form } from '../../fields/types'
import { useSpeech } from '../pipeline/editing'
import { KindGlyph } from '../pipeline/Marks'
import type { Pipeline } from '../pipeline/types'
import { seenOf } from '../scenario/coverage'
import { Counts } from '../scenario/CoverageReport'
import { StepList } from '../scenario/StepList'
import type { StepWords } from '../scenario/words'
import type { Tryout } from './server'
import css from './tryout.module.css'

/** Every stage in order: which were entered, and where cases stand now. */
function Stages({ tryout, p }: { tryout: Tryout; p: Pipeline }) {
  const { t, text } = useSpeech()
  const visits = new Map(tryout.coverage.stages.map((s) => [s.key, s.visits]))
  return (
    <ol className={css.stages} aria-label={t('tryout.stages')}>
      {p.stages.map((s) => {
        const here = tryout.cases.filter((c) => c.stage === s.key)
        return (
          <li key={s.key} aria-current={here.length > 0 ? 'step' : undefined} data-seen={(visits.get(s.key) ?? 0) > 0 || undefined}>
            <KindGlyph kind={s.kind} />
            <span>{text(s.name) || s.key}</span>
            {here.map((c) => <Chip key={c.id} tone="info" glyph="forward"><bdi>{c.name || c.reference}</bdi></Chip>)}
          </li>
        )
      })}
    </ol>
  )
}

/** A part of the side that can be folded away. */
function Fold({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <details open className={css.fold}>
        <summary><h2>{title}</h2></summary>
        {children}
      </details>
    </section>
  )
}

interface HappenedProps {
  tryout: Tryout
  p: Pipeline
  form: Form | undefined
  words: StepWords
}

/** What was done so far in words, where each case stands, and how much of the definition was seen. */
export function Happened({ tryout, p, form, words }: HappenedProps) {
  const { t } = useSpeech()
  return (
    <div className={css.happened}>
      <Fold title={t('tryout.stages')}><Stages tryout={tryout} p={p} /></Fold>
      <Fold title={t('tryout.steps.title')}>
        {tryout.full && <Notice tone="warn"><p>{t('tryout.full')}</p></Notice>}
        {tryout.steps.length === 0 ? <Empty title={t('tryout.steps.empty')} glyph="form">{t('tryout.steps.emptyText')}</Empty> : <StepList p={p} words={words} steps={tryout.steps} label={t('tryout.steps.title')} />}
      </Fold>
      <Fold title={t('tryout.coverage.title')}><Counts seen={seenOf(p, form, tryout.coverage)} /></Fold>
    </div>
  )
}
