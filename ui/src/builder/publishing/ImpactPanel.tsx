import { Button, NativeSelect } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { Link } from 'react-router'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Glyph } from '../../desk/parts/Glyph'
import { Notice } from '../../desk/parts/Notice'
import { useI18n } from '../../i18n/I18n'
import { type Choice, type Choices, choicesFor, type Impact, recommended, type Share } from './impact'
import css from './publishing.module.css'
import type { Preview } from './usePreview'

/** What is to be done with the cases of one pipeline. */
export interface Plan {
  choices: Choices
  stage: string
}

export const noPlan: Plan = { choices: {}, stage: '' }

interface ImpactPanelProps {
  name: string
  preview: Preview
  plan: Plan
  onPlan: (plan: Plan) => void
}

/** How far something has come, in words and as a bar. */
export function Progress({ label, done, total, children }: { label: string; done: number; total: number; children?: ReactNode }) {
  return (
    <div className={css.progress}>
      <progress aria-label={label} max={Math.max(1, total)} value={done} />
      <span role="status">{children}</span>
    </div>
  )
}

function Reasons({ share }: { share: Share }) {
  const { t, text } = useI18n()
  if (share.reasons.length === 0) return null
  return (
    <details className={css.reasons}>
      <summary>{t('impact.why')}</summary>
      <ul>
        {share.reasons.slice(0, 8).map((r) => (
          <li key={`${r.kind} ${r.name}`}>{t(`impact.reason.${r.kind}`, { name: text(r.label) || r.name })} · {t('impact.history.cases', { n: r.cases })}</li>
        ))}
      </ul>
      <p>{t('impact.examples')}: {share.examples.map((e, i) => <span key={e.id}>{i > 0 && ', '}<Link to={`/cases/${e.id}`} target="_blank"><code dir="ltr">{e.reference}</code></Link></span>)}</p>
    </details>
  )
}

interface RowProps {
  share: Share
  stages: Impact['stages']
  value: Choice
  onChoose: (choice: Choice) => void
}

function Row({ share, stages, value, onChoose }: RowProps) {
  const { t } = useI18n()
  const bucket = t(`impact.bucket.${share.bucket}`)
  const said = (choice: Choice): string => {
    const words = t(`impact.choice.${choice}`)
    return choice === recommended(share.bucket) ? t('impact.choice.recommended', { choice: words }) : words
  }
  return (
    <li className={css.bucket} data-bucket={share.bucket}>
      <div className={css.bucketText}>
        <p className={css.bucketName}><strong>{t('impact.history.cases', { n: share.cases })}</strong> · {bucket}</p>
        {share.stranded > 0 && <p className={css.note}>{t('impact.stranded', { n: share.stranded })}</p>}
        {share.unaskable > 0 && <p className={css.note}>{t('impact.unaskable', { n: share.unaskable })}</p>}
        <Reasons share={share} />
      </div>
      <NativeSelect className={css.choice} aria-label={t('impact.choiceFor', { bucket })} value={value} onChange={(e) => onChoose(e.currentTarget.value as Choice)}>
        {choicesFor(share, stages).map((choice) => <option key={choice} value={choice}>{said(choice)}</option>)}
      </NativeSelect>
    </li>
  )
}

function Handing({ stages, value, onChange }: { stages: Impact['stages']; value: string; onChange: (stage: string) => void }) {
  const { t, text } = useI18n()
  const first = stages[0]?.key ?? ''
  useEffect(() => {
    if (value === '' && first) onChange(first)
  }, [value, first, onChange])
  return (
    <NativeSelect label={t('impact.stage')} description={t('impact.stageText')} value={value} onChange={(e) => onChange(e.currentTarget.value)}>
      {stages.map((s) => <option key={s.key} value={s.key}>{text(s.name) || s.key}</option>)}
    </NativeSelect>
  )
}

function Buckets({ impact, plan, onPlan }: { impact: Impact; plan: Plan; onPlan: (plan: Plan) => void }) {
  const { t } = useI18n()
  const { choices } = plan
  const adopt = (): void => onPlan({ ...plan, choices: Object.fromEntries(impact.shares.map((s) => [s.bucket, recommended(s.bucket)])) })
  return (
    <>
      <p>{t('impact.total', { n: impact.total })} {t('impact.safe')}</p>
      <ul className={css.buckets}>
        {impact.shares.map((share) => (
          <Row key={share.bucket} share={share} stages={impact.stages} value={choices[share.bucket] ?? 'keep'} onChoose={(choice) => onPlan({ ...plan, choices: { ...choices, [share.bucket]: choice } })} />
        ))}
      </ul>
      {Object.values(choices).includes('staff') && <Handing stages={impact.stages} value={plan.stage} onChange={(stage) => onPlan({ ...plan, stage })} />}
      <div><Button variant="default" size="xs" leftSection={<Glyph name="pass" />} onClick={adopt}>{t('impact.recommend')}</Button></div>
    </>
  )
}

/** What publishing would mean for the cases in flight of one pipeline, and what is to be done with them. */
export function ImpactPanel({ name, preview, plan, onPlan }: ImpactPanelProps) {
  const { t } = useI18n()
  const { impact, isRunning, error, stop, again } = preview
  const [done, total] = [impact?.done ?? 0, impact?.total ?? 0]
  const isWhole = impact !== undefined && impact.cursor === undefined
  return (
    <section className={css.panel} aria-label={t('impact.cases', { name })}>
      <h3>{t('impact.cases', { name })}</h3>
      <FaultNotice error={error} retry={again} />
      {isRunning && (
        <Progress label={t('impact.looking')} done={done} total={total}>
          {impact ? t('impact.looked', { done: String(done), total: String(total) }) : t('impact.looking')}
          <Button variant="subtle" size="xs" onClick={stop}>{t('impact.stop')}</Button>
        </Progress>
      )}
      {!isRunning && !isWhole && error === undefined && (
        <Notice tone="warn"><p>{t('impact.stopped', { done: String(done), total: String(total) })} <Button variant="subtle" size="xs" onClick={again}>{t('impact.again')}</Button></p></Notice>
      )}
      {impact && (impact.shares.length > 0 ? <Buckets impact={impact} plan={plan} onPlan={onPlan} /> : isWhole && <p>{t('impact.none')}</p>)}
    </section>
  )
}
