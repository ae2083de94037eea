import { Button } from '@mantine/core'
import type { Violation } from '../../fields/types'
import { Chip } from '../../desk/parts/Chip'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import { culpritOf } from '../document/settle'
import type { Worded } from '../document/texts'
import { useDraft, useDraftPart, useDraftView } from './draftContext'
import css from './frame.module.css'
import { goalOf, useGoal } from './goal'

/** The server words its findings in the reader's language. */
const worded = (finding: Violation): string => (finding as Violation & { message?: string }).message || finding.key

/** How many findings there are; opens the list. */
export function ProblemsButton({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }) {
  const { t } = useI18n()
  const findings = useDraftPart((view) => view.findings)
  const isBlocked = findings.some((f) => f.severity !== 'warn')
  return (
    <Button variant="default" aria-expanded={isOpen} leftSection={<Glyph name={findings.length === 0 ? 'pass' : 'unavailable'} />} data-tone={isBlocked ? 'danger' : undefined} className={css.problemsButton} onClick={onToggle}>
      {findings.length === 0 ? t('builder.problems.none') : t('builder.problems.count', { n: findings.length })}
    </Button>
  )
}

function Line({ finding, onOpen }: { finding: Violation; onOpen: () => void }) {
  const { t } = useI18n()
  return (
    <li>
      {finding.severity === 'warn' ? <Chip tone="warn" glyph="unclear">{t('desk.findings.warn')}</Chip> : <Chip tone="danger" glyph="fail">{t('desk.findings.error')}</Chip>}
      <button type="button" className={css.link} onClick={onOpen}>{worded(finding)}</button>
      <code dir="ltr" className={css.path}>{finding.path}</code>
    </li>
  )
}

/** Goes to what a finding is about: a sentence in the table of translations, or a part, which is selected. */
export function useFollow(): (finding: Violation) => void {
  const draft = useDraft<Worded>()
  const goal = useGoal()
  return (finding) => {
    const { present } = draft.get().history
    const sentence = goalOf(present, finding)
    if (sentence) return goal.set(sentence)
    const id = culpritOf(present, finding.path)
    draft.select(id ? [id] : [])
  }
}

/** Findings with the way to where each is: its culprit is selected, then onOpen may go there. */
export function FindingLines({ findings, onOpen }: { findings: readonly Violation[]; onOpen?: () => void }) {
  const follow = useFollow()
  const open = (finding: Violation) => (): void => {
    onOpen?.()
    follow(finding)
  }
  return <ul className={css.problems}>{findings.map((f, i) => <Line key={`${i} ${f.path} ${f.key}`} finding={f} onOpen={open(f)} />)}</ul>
}

/** What is wrong with the draft as it was last saved. A click goes to where it is. */
export function Problems() {
  const { t } = useI18n()
  const { findings } = useDraftView<object>()
  return (
    <section className={css.strip} aria-label={t('builder.problems.title')} data-part="problems" tabIndex={0}>
      {findings.length === 0 ? <p>{t('builder.problems.noneText')}</p> : null}
      <FindingLines findings={findings} />
    </section>
  )
}
