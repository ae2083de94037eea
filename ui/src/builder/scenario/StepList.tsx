import { ActionIcon, Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Schemas } from '../../api/client'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import type { Pipeline, Step } from '../pipeline/types'
import { ExpectFields } from './ExpectFields'
import css from './scenario.module.css'
import type { StepWords } from './words'

type StepResult = Schemas['StepResult']

interface StepListProps {
  p: Pipeline
  words: StepWords
  steps: readonly Step[]
  label: string
  /** Where steps may be taken out and their expectations changed. */
  onChange?: (steps: Step[]) => void
  /** What came of the steps when they were run. */
  results?: readonly StepResult[]
  /** A step to show and to give the focus; a new object for each wish. */
  wanted?: { index: number }
}

function Mark({ result }: { result: StepResult | undefined }) {
  const { t } = useI18n()
  if (!result) return null
  return <span className={css.mark} data-ok={result.ok} role="img" aria-label={t(result.ok ? 'tryout.step.passed' : 'tryout.step.failed')}><Glyph name={result.ok ? 'pass' : 'fail'} /></span>
}

/** Who does what, and what must come of it. */
function Said({ words, step, result }: { words: StepWords; step: Step; result?: StepResult }) {
  const who = words.who(step)
  return (
    <div className={css.said}>
      <p>{who && <b>{who}: </b>}<bdi>{words.act(step)}</bdi></p>
      {words.expects(step).map((said) => <p key={said} className={css.expects}><Glyph name="forward" size={12} />{said}</p>)}
      {result?.fault && <p className={css.fault}><Glyph name="unavailable" size={12} />{result.fault.message || result.fault.key}</p>}
    </div>
  )
}

interface LineProps extends Pick<StepListProps, 'p' | 'words'> {
  step: Step
  index: number
  result?: StepResult
  onStep?: (step: Step | undefined) => void
  /** The only step cannot be taken out. */
  isOnly: boolean
}

function Line({ p, words, step, index, result, onStep, isOnly }: LineProps) {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  return (
    <li data-step={index} tabIndex={-1} data-failed={result?.ok === false || undefined}>
      <Mark result={result} />
      <Said words={words} step={step} result={result} />
      {onStep && (
        <span className={css.stepActions}>
          <Button variant="subtle" size="compact-xs" aria-expanded={isOpen} aria-label={t('tryout.expect.of', { n: index + 1 })} onClick={() => setOpen(!isOpen)}>{t('tryout.expect.title')}</Button>
          {!isOnly && <ActionIcon aria-label={t('tryout.step.remove', { n: index + 1 })} title={t('tryout.step.remove', { n: index + 1 })} data-remove="" onClick={() => onStep(undefined)}><Glyph name="close" /></ActionIcon>}
        </span>
      )}
      {isOpen && onStep && <ExpectFields p={p} words={words} step={step} onChange={onStep} />}
    </li>
  )
}

/** The steps of a scenario in words. */
export function StepList({ p, words, steps, label, onChange, results, wanted }: StepListProps) {
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (!wanted) return
    const line = list.current?.querySelector<HTMLElement>(`[data-step="${wanted.index}"]`)
    line?.scrollIntoView({ block: 'nearest' })
    line?.focus({ preventScroll: true })
  }, [wanted])
  const change = (index: number) => (step: Step | undefined): void => {
    onChange?.(step ? steps.with(index, step) : steps.toSpliced(index, 1))
    if (step) return
    requestAnimationFrame(() => {
      const buttons = list.current?.querySelectorAll<HTMLElement>('[data-remove]')
      buttons?.[Math.min(index, buttons.length - 1)]?.focus()
    })
  }
  return (
    <ol ref={list} className={css.steps} aria-label={label}>
      {steps.map((step, i) => (
        <Line key={i} p={p} words={words} step={step} index={i} result={results?.find((r) => r.index === i)} isOnly={steps.length === 1} onStep={onChange && change(i)} />
      ))}
    </ol>
  )
}
