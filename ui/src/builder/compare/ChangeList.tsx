import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { useCheckTypes } from '../pipeline/checkTypes'
import type { Pipeline } from '../pipeline/types'
import { usePipelineWords } from '../scenario/words'
import { type Change, changesBetween, type Teller } from './changes'
import css from './compare.module.css'
import { pipelineTeller } from './tell'

function Values({ change }: { change: Change }) {
  const { t } = useI18n()
  if (change.kind !== 'changed') return null
  const said = (value: string | undefined): string => (value === 'true' ? t('builder.yes') : value === 'false' ? t('builder.no') : (value ?? ''))
  return (
    <dl className={css.values}>
      {(['before', 'after'] as const).map((side) => (
        <div key={side} data-side={side}>
          <dt>{t(`compare.${side}`)}</dt>
          <dd dir="auto">{said(change[side]) || <i>{t('compare.nothing')}</i>}</dd>
        </div>
      ))}
    </dl>
  )
}

function Line({ change }: { change: Change }) {
  const { t, find } = useI18n()
  const what = find(`compare.list.${change.list || 'whole'}`) ?? change.list
  const property = change.property && (find(`compare.property.${change.property}`) ?? find(`compare.property.${change.property.split('.')[0]}`) ?? change.property)
  const isFromTo = change.kind === 'moved' && change.before !== undefined
  const sentence = t(isFromTo ? 'compare.movedTo' : `compare.${change.kind}`, {
    what, name: change.name, property: property ?? '', before: change.before ?? '', after: change.after ?? '',
  })
  return (
    <li data-kind={change.kind}>
      <span>{sentence}</span>
      {change.within.length > 0 && !isFromTo && <span className={css.where}> {t('compare.within', { where: change.within.join(' › ') })}</span>}
      <Values change={change} />
    </li>
  )
}

const shown = 30
const none: never[] = []

interface ChangesProps {
  before: object
  after: object
  /** Of the version that after is compared with. */
  number: number
}

/** What differs between two versions of a definition, in words, with both values beside each other. */
export function ChangeList(props: ChangesProps) {
  return 'stages' in props.after ? <PipelineChanges {...props} /> : <Changes {...props} />
}

/** What a pipeline is made of is told as its panels say it. */
function PipelineChanges(props: ChangesProps) {
  const i18n = useI18n()
  const p = props.after as Pipeline
  const { words, steps, names } = usePipelineWords(p)
  const types = useCheckTypes() ?? none
  const tell = useMemo(() => pipelineTeller({ i18n, p, words, steps, names, types }), [i18n, p, words, steps, names, types])
  return <Changes {...props} tell={tell} />
}

function Changes({ before, after, number, tell }: ChangesProps & { tell?: Teller }) {
  const { t, locale } = useI18n()
  const changes = useMemo(() => changesBetween(before, after, locale, tell), [before, after, locale, tell])
  const [isWhole, setWhole] = useState(false)
  if (changes.length === 0) return <p>{t('compare.none', { number: String(number) })}</p>
  const visible = isWhole ? changes : changes.slice(0, shown)
  return (
    <section className={css.changes} aria-label={t('compare.title')}>
      <h3>{t('compare.since', { number: String(number) })}</h3>
      <ol>{visible.map((change, i) => <Line key={i} change={change} />)}</ol>
      {visible.length < changes.length && (
        <Button variant="subtle" onClick={() => setWhole(true)}>{t('compare.more', { n: changes.length - visible.length })}</Button>
      )}
    </section>
  )
}
