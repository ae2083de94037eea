import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import type { Json } from '../document/json'
import { freeKey } from '../form/tree'
import { useBench } from './bench'
import * as commands from './commands'
import { useSpeech } from './editing'
import { findingsAt } from './findings'
import { GroupField } from './GroupField'
import { KeyField } from './KeyField'
import { LocalText } from './LocalText'
import css from './panel.module.css'
import { RuleField } from './RuleField'
import { ScoreTry } from './ScoreTry'
import { isInOrder, rangeOf } from './scoring'
import { type Band, idOf, type Score, type ScoreRow } from './types'

/** Commands on one score. */
function useScore(score: Score) {
  const { p, run } = useBench()
  const id = idOf('scores', score.key)
  return {
    put: (path: (string | number)[], value: Json): void => run(commands.set(p, id, path.map(String), value)),
    write: (path: (string | number)[]) => (locale: string, value: string): void => run(commands.setText(p, id, path.map(String), locale, value)),
  }
}

interface HeadProps {
  name: string
  index: number
  count: number
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

function Head({ name, index, count, onMove, onRemove }: HeadProps) {
  const { t } = useI18n()
  return (
    <div className={css.effectHead}>
      <span><bdi>{name}</bdi></span>
      <ActionIcon size={24} disabled={index === 0} aria-label={t('flow.up', { name })} onClick={() => onMove(-1)}><Glyph name="up" /></ActionIcon>
      <ActionIcon size={24} disabled={index === count - 1} aria-label={t('flow.down', { name })} onClick={() => onMove(1)}><Glyph name="down" /></ActionIcon>
      <ActionIcon size={24} disabled={count === 1} aria-label={t('flow.without', { name })} onClick={onRemove}><Glyph name="close" /></ActionIcon>
    </div>
  )
}

/** A number that is taken over as it is typed; what is none yet waits. */
function Points({ label, value, onChange, placeholder }: { label: string; value: number | undefined; onChange: (n: number | undefined) => void; placeholder?: string }) {
  const [typed, setTyped] = useState('')
  const isTyped = typed.trim() !== '' && Number(typed) === value
  const change = (text: string): void => {
    setTyped(text)
    if (text.trim() === '') onChange(undefined)
    else if (Number.isFinite(Number(text)) && Math.abs(Number(text)) <= 1_000_000) onChange(Number(text))
  }
  const shown = isTyped || typed === '-' ? typed : String(value ?? '')
  return <TextInput label={label} inputMode="decimal" dir="ltr" placeholder={placeholder} value={shown} onChange={(e) => change(e.currentTarget.value)} onBlur={() => setTyped('')} />
}

function Row({ score, row, index }: { score: Score; row: ScoreRow; index: number }) {
  const { t, text } = useSpeech()
  const { words, findings } = useBench()
  const { put, write } = useScore(score)
  const name = text(row.label) || t('approvals.score.row', { n: index + 1 })
  return (
    <li className={css.effect} aria-label={name}>
      <Head name={name} index={index} count={score.rows.length} onMove={(by) => put(['rows'], commands.moved(score.rows, index, by) as unknown as Json)} onRemove={() => put(['rows'], score.rows.toSpliced(index, 1) as unknown as Json)} />
      <div className={css.scoreLine}>
        <LocalText label={t('approvals.score.label')} value={row.label} onChange={write(['rows', index, 'label'])} />
        <Points label={t('approvals.score.points')} value={row.points} onChange={(n) => put(['rows', index, 'points'], n ?? 0)} />
      </div>
      <details>
        <summary className={css.quiet}>{t('approvals.score.when')}: {row.when ? words.rule(row.when) : t('flow.rule.always')}</summary>
        <RuleField label={t('approvals.score.when')} rule={row.when} findings={findingsAt(findings.get(idOf('scores', score.key)), `rows/${index}/when`)} onChange={(rule) => put(['rows', index, 'when'], rule as unknown as Json)} />
      </details>
    </li>
  )
}

function BandFields({ score, band, index }: { score: Score; band: Band; index: number }) {
  const { t, text } = useSpeech()
  const { put, write } = useScore(score)
  const name = text(band.label) || t('approvals.score.band', { n: index + 1 })
  return (
    <li className={css.effect} aria-label={name}>
      <Head name={name} index={index} count={score.bands.length} onMove={(by) => put(['bands'], commands.moved(score.bands, index, by) as unknown as Json)} onRemove={() => put(['bands'], score.bands.toSpliced(index, 1) as unknown as Json)} />
      <div className={css.scoreLine}>
        <LocalText label={t('approvals.score.bandName')} value={band.label} onChange={write(['bands', index, 'label'])} />
        <Points label={t('approvals.score.from')} placeholder={index === 0 ? '−∞' : undefined} value={band.from} onChange={(n) => put(['bands', index, 'from'], n)} />
      </div>
      {!isInOrder(score.bands, index) && <p role="alert" className={css.wrong}>{t('approvals.score.order')}</p>}
    </li>
  )
}

function Bands({ score }: { score: Score }) {
  const { t } = useI18n()
  const { text } = useSpeech()
  const { p, wording } = useBench()
  const { put } = useScore(score)
  const { low, high } = rangeOf(score)
  const key = freeKey('band', new Set(score.bands.map((b) => b.key)))
  const from = Math.max(low, ...score.bands.map((b) => b.from ?? low)) + 10
  const facts = (p.attributes ?? []).filter((a) => a.type === 'choice' || a.type === 'text')
  return (
    <section className={css.section} aria-label={t('approvals.score.bands')}>
      <h3>{t('approvals.score.bands')}</h3>
      <p className={css.quiet}>{t('approvals.score.range', { low, high })}</p>
      <ol className={css.effects}>{score.bands.map((band, i) => <BandFields key={band.key} score={score} band={band} index={i} />)}</ol>
      <div><Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => put(['bands'], [...score.bands, { key, label: wording('band'), from }] as unknown as Json)}>{t('approvals.score.addBand')}</Button></div>
      <NativeSelect label={t('approvals.score.into')} value={score.into ?? ''} onChange={(e) => put(['into'], e.currentTarget.value || undefined)}>
        <option value="">{t('flow.none')}</option>
        {score.into && !facts.some((a) => a.key === score.into) && <option value={score.into}>{score.into}</option>}
        {facts.map((a) => <option key={a.key} value={a.key}>{text(a.title) || a.key}</option>)}
      </NativeSelect>
    </section>
  )
}

/** A score: its rows, its bands, and a place to try it. */
export function ScorePanel({ score }: { score: Score }) {
  const { t } = useI18n()
  const { p, run, wording } = useBench()
  const { put, write } = useScore(score)
  const key = freeKey('row', new Set(score.rows.map((r) => r.key)))
  const rename = (next: string): boolean => {
    const command = commands.rename(p, idOf('scores', score.key), next)
    if (command) run(command)
    return command !== undefined
  }
  return (
    <>
      <LocalText isName label={t('approvals.score.name')} value={score.title} onChange={write(['title'])} />
      <section className={css.section} aria-label={t('approvals.score.rows')}>
        <h3>{t('approvals.score.rows')}</h3>
        <ol className={css.effects}>{score.rows.map((row, i) => <Row key={row.key} score={score} row={row} index={i} />)}</ol>
        <div><Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => put(['rows'], [...score.rows, { key, label: wording('row'), points: 10 }] as unknown as Json)}>{t('approvals.score.addRow')}</Button></div>
      </section>
      <Bands score={score} />
      <ScoreTry key={score.key} score={score} />
      <section className={css.section}>
        <GroupField value={score.group ?? ''} onChange={(group) => put(['group'], group || undefined)} />
        <KeyField label={t('flow.key.label')} description={t('flow.key.hint')} value={score.key} onRename={rename} />
      </section>
    </>
  )
}
