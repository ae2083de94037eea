import { type ReactNode } from 'react'
import { display } from '../../fields/display'
import { type I18n, useI18n } from '../../i18n/I18n'
import type { Text } from '../../i18n/text'
import { ResultChip, RiskChip } from '../parts/Chip'
import { When } from '../parts/When'
import type { CaseRow, Column } from '../query/queues'
import { Age } from './Age'
import css from './queue.module.css'
import { TokenCell } from './TokenCell'
import { answerPath } from './view'

/** A number and its picture; the bar says nothing that the number does not. */
function Percent({ value }: { value: number }) {
  const { number } = useI18n()
  return (
    <span className={css.percent}>
      <span className={css.number}>{number(value / 100, { style: 'percent' })}</span>
      <span className={css.bar} aria-hidden="true"><span style={{ inlineSize: `${value}%` }} /></span>
    </span>
  )
}

/** What the system outside did not take, and of which field. */
function Failure({ call }: { call: NonNullable<CaseRow['call']> }) {
  const { text } = useI18n()
  if (!call.code) return null
  return <span><bdi dir="ltr">{call.code}</bdi>{call.field && <>{' · '}{text(call.field)}</>}</span>
}

/** What stands in a column that tells what the case knows of itself. */
const known = <T,>(row: CaseRow, key: string): T | undefined => row.values?.[key] as T | undefined

/** How many of those that are needed there are. */
function Tally({ of, i18n }: { of: { given: number; needed: number } | undefined; i18n: I18n }) {
  if (!of) return null
  const { t, number } = i18n
  return <span className={css.number}>{t('inbox.tally', { given: number(of.given), needed: number(of.needed) })}</span>
}

const Count = ({ n, i18n }: { n: number | undefined; i18n: I18n }): ReactNode => n !== undefined && <span className={css.number}>{i18n.number(n)}</span>

type Drawer = (row: CaseRow, i18n: I18n, nameOf: (id: string) => string) => ReactNode

/** The columns that every pipeline may have; all others are answers. */
const drawers: Record<string, Drawer> = {
  started: (row) => <When at={row.startedAt} />,
  percent: (row) => <Percent value={row.percent} />,
  page: (row, { text }) => text(row.page),
  attempts: (row, { number }) => <span className={css.number}>{number(row.attempts)}</span>,
  activity: (row) => <When at={row.activityAt} />,
  age: (row) => <Age row={row} />,
  token: (row) => <TokenCell row={row} />,
  risk: (row) => row.risk && <RiskChip risk={row.risk} />,
  reason: (row, { text }) => text(row.reason),
  decided: (row) => <When at={row.enteredAt} />,
  channel: (row, { find }) => row.channel && <bdi>{find(`inbox.origin.${row.channel}`) ?? row.channel}</bdi>,
  reminders: (row, { number }) => <span className={css.number}>{number(row.reminders ?? 0)}</span>,
  target: (row) => row.call && <bdi>{row.call.name}</bdi>,
  attempt: (row, { number }) => row.call && <span className={css.number}>{number(row.call.attempt)}</span>,
  retry: (row) => row.call?.nextAt && <When at={row.call.nextAt} />,
  error: (row) => row.call && <Failure call={row.call} />,
  requests: (row, i18n) => <Count n={known(row, 'requests')} i18n={i18n} />,
  items: (row, i18n) => <Count n={known(row, 'items')} i18n={i18n} />,
  response: (row) => row.values?.['response'] !== undefined && <bdi className={css.said} title={String(row.values['response'])}>{String(row.values['response'])}</bdi>,
  sends: (row, i18n) => <Count n={known(row, 'sends')} i18n={i18n} />,
  signers: (row, i18n) => <Tally of={known(row, 'signers')} i18n={i18n} />,
  datum: (row, { text, list }) => list((known<Text[]>(row, 'datum') ?? []).map((label) => text(label))),
  approvals: (row, i18n) => <Tally of={known(row, 'approvals')} i18n={i18n} />,
  decider: (row, _, nameOf) => row.values?.['decider'] !== undefined && <bdi>{nameOf(String(row.values['decider']))}</bdi>,
  purge: (row, { date }) => row.values?.['purge'] !== undefined && <time dateTime={String(row.values['purge'])}>{date(String(row.values['purge']))}</time>,
}

/** Nothing of it may be seen in a list. */
const isMasked = (value: unknown): boolean => typeof value === 'string' && /^\*+$/.test(value)

function answer(column: Column, row: CaseRow, i18n: I18n): ReactNode {
  const path = answerPath(column.key)
  const value = row.values?.[path] ?? row.values?.[column.key]
  if (value === undefined || value === null) return null
  if (isMasked(value)) return <span aria-label={i18n.t('desk.result.hidden')} role="img">•••</span>
  if (column.type === 'check') return <ResultChip result={String(value)} />
  const field = { id: path, key: path, type: column.type, options: column.options }
  return <bdi>{display(field, value, { i18n, files: { known: () => undefined } }) ?? String(value)}</bdi>
}

export function Cell({ column, row, nameOf }: { column: Column; row: CaseRow; nameOf: (id: string) => string }) {
  const i18n = useI18n()
  const draw = drawers[column.key]
  return draw ? draw(row, i18n, nameOf) : answer(column, row, i18n)
}
