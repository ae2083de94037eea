import { NativeSelect, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Json } from '../../runtime/rule'
import { useBench } from './bench'
import { useSpeech } from './editing'
import { type Name, useForm } from './names'
import css from './panel.module.css'
import { bandOf, readBy, reckon, scopeOfPipeline } from './scoring'
import type { Score } from './types'
import { pathIn } from './words'

const sampleOf = (name: Name | undefined, text: string): Json | undefined => {
  if (text === '') return undefined
  if (name?.type === 'number') return Number.isFinite(Number(text)) ? Number(text) * (name.isMoney ? 100 : 1) : undefined
  if (name?.type === 'bool') return text === 'true'
  return name?.type === 'choices' ? [text] : text
}

/** Sample answers to what the rows read, and what the score then comes to. */
export function ScoreTry({ score }: { score: Score }) {
  const i18n = useSpeech()
  const { t, text, number } = i18n
  const { p, names } = useBench()
  const form = useForm(p.form)
  const scope = useMemo(() => scopeOfPipeline(form, names), [form, names])
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const paths = readBy(score)
  const nameOf = (path: string): Name | undefined => names.find((n) => n.path === path)
  const samples = Object.fromEntries(paths.flatMap((path) => {
    const value = sampleOf(nameOf(path), typed[path] ?? '')
    return value === undefined ? [] : [[path, value]]
  }))
  const result = useMemo(() => reckon(score, scope, samples), [score, scope, JSON.stringify(samples)])
  const band = bandOf(score, result.sum)
  return (
    <section className={css.section} aria-label={t('approvals.score.try')}>
      <h3>{t('approvals.score.try')}</h3>
      <p className={css.quiet}>{t('approvals.score.tryHint')}</p>
      {paths.map((path) => {
        const name = nameOf(path)
        const shared = { label: pathIn(i18n, names, path), value: typed[path] ?? '' }
        const change = (value: string): void => setTyped({ ...typed, [path]: value })
        return name?.options ? (
          <NativeSelect key={path} {...shared} onChange={(e) => change(e.currentTarget.value)}>
            <option value="">{t('approvals.score.unanswered')}</option>
            {name.options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
          </NativeSelect>
        ) : <TextInput key={path} {...shared} type={name?.type === 'date' ? 'date' : 'text'} placeholder={t('approvals.score.unanswered')} inputMode={name?.type === 'number' ? 'decimal' : undefined} onChange={(e) => change(e.currentTarget.value)} />
      })}
      <ul className={css.tried}>
        {score.rows.map((row, i) => (
          <li key={row.key} data-counts={result.points[i] !== 0 || undefined}><bdi>{text(row.label) || row.key}</bdi><span>{result.unknown.includes(i) ? t('approvals.score.unknown') : number(result.points[i] ?? 0)}</span></li>
        ))}
      </ul>
      <p role="status" className={css.sentence}>{t('approvals.score.result', { n: result.sum, sum: number(result.sum), band: band ? text(band.label) || band.key : t('approvals.score.noBand') })}</p>
    </section>
  )
}
