import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { Chip } from '../../desk/parts/Chip'
import { Table } from '../../desk/parts/Table'
import type { Form } from '../../fields/types'
import { find, isPage } from '../form/tree'
import { useBench } from '../pipeline/bench'
import { useSpeech } from '../pipeline/editing'
import { useForm } from '../pipeline/names'
import { memberOf, type Pipeline, type Transition } from '../pipeline/types'
import type { Words } from '../pipeline/words'
import { countOf, type Seen } from './coverage'
import { useRuns } from './runs'
import css from './scenario.module.css'

const kinds = ['stage', 'transition', 'rule'] as const

/** How much of each kind was seen, as numbers and as a line that fills. */
export function Counts({ seen }: { seen: readonly Seen[] }) {
  const { t, number } = useSpeech()
  const counted = kinds.map((kind) => ({ kind, ...countOf(seen, kind) })).filter(({ of }) => of > 0)
  return (
    <dl className={css.counts}>
      {counted.map(({ kind, n, of }) => (
        <div key={kind}>
          <dt>{t(`tryout.coverage.${kind}`)}</dt>
          <dd>{t('tryout.coverage.of', { n: number(n), of: number(of) })}<meter min={0} max={of} value={n} aria-label={t(`tryout.coverage.${kind}`)} /></dd>
        </div>
      ))}
    </dl>
  )
}

interface Naming {
  p: Pipeline
  form: Form | undefined
  words: Words
  text: (text: Record<string, string> | undefined) => string
}

/** What a line of the report is about. */
function nameOf({ p, form, words, text }: Naming, { of, id }: Seen): string {
  if (of === 'form') {
    const node = form && find(form, id)?.node
    return node ? text(isPage(node) ? node.title : node.label) || node.key : text(form?.title)
  }
  const member = memberOf(p, id)
  return member && 'trigger' in member ? words.trigger(member as Transition) : text((member as { name?: Record<string, string> } | undefined)?.name) || member?.key || id
}

function Line({ seen, form }: { seen: Seen; form: Form | undefined }) {
  const { t, text } = useSpeech()
  const { p, words, select } = useBench()
  const name = nameOf({ p, form, words, text }, seen)
  const source = seen.kind === 'transition' ? (memberOf(p, seen.id) as Transition | undefined)?.from : undefined
  const from = p.stages.find((s) => s.key === source)
  return (
    <tr>
      <th scope="row">
        {seen.of === 'pipeline' ? <button type="button" className={css.link} onClick={() => select(seen.id)}>{name}</button> : <Link to={`/builder/form/${p.form}`}>{name}</Link>}
        {from && <small className={css.quiet}> {t('tryout.coverage.from', { stage: text(from.name) || from.key })}</small>}
      </th>
      <td>{t(`tryout.coverage.one.${seen.kind}`)}</td>
      <td>{seen.rule ? words.rule(seen.rule) : ''}</td>
      <td>{seen.state === 'seen' ? <Chip tone="success" glyph="pass">{t('tryout.seen.seen')}</Chip> : <Chip tone={seen.state === 'never' ? 'warn' : 'info'} glyph="eye">{t(`tryout.seen.${seen.state}`)}</Chip>}</td>
    </tr>
  )
}

/** What the scenarios saw of the pipeline, and what they never did: the twin of the marks in the picture. */
export function CoverageReport() {
  const { t } = useSpeech()
  const { p } = useBench()
  const { seen, forget } = useRuns()
  const form = useForm(p.form)
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? seen : seen.filter((each) => each.state !== 'seen')
  return (
    <section className={css.coverage} aria-label={t('tryout.coverage.title')}>
      <h2>{t('tryout.coverage.title')}</h2>
      <Counts seen={seen} />
      <div className={css.choices}>
        <Checkbox size="xs" label={t('tryout.coverage.whole')} checked={isWhole} onChange={(e) => setWhole(e.currentTarget.checked)} />
        <Button variant="subtle" size="compact-xs" onClick={forget}>{t('tryout.run.forget')}</Button>
      </div>
      {shown.length === 0 ? <p>{t('tryout.coverage.all')}</p> : (
        <Table label={t('tryout.coverage.title')} heads={[t('tryout.coverage.what'), t('tryout.coverage.kind'), t('tryout.coverage.rule.head'), t('tryout.coverage.state')]}>
          {shown.map((each) => <Line key={`${each.of} ${each.kind} ${each.id} ${each.path ?? ''}`} seen={each} form={form} />)}
        </Table>
      )}
    </section>
  )
}
