import { Link } from 'react-router'
import { Table } from '../desk/parts/Table'
import { type I18n, useI18n } from '../i18n/I18n'
import { charts, placeOf } from './charts'
import type { ReportKey } from './choice'
import css from './cockpit.module.css'
import type { Place, Report, ReportRow } from './queries'
import { figure, nameOf } from './words'

interface FiguresProps {
  report: ReportKey
  title: string
  now: Report
  before?: Report
  linkTo?: (place: Place) => string
}

interface CellsProps extends Pick<FiguresProps, 'report' | 'linkTo'> {
  columns: readonly string[]
  row: ReportRow
  before: ReportRow | null | undefined
  few: string
}

/** A figure, and the way to its cases. */
function Figure({ report, row, column, linkTo }: Pick<CellsProps, 'report' | 'row' | 'linkTo'> & { column: string }) {
  const i18n = useI18n()
  const said = figure(report, column, row.values[column], i18n)
  const place = linkTo && placeOf(charts[report], row, column)
  if (!linkTo || !place) return said
  const what = `${nameOf(report, row, i18n).name}, ${i18n.find(`cockpit.col.${column}`) ?? column}`
  return <Link to={linkTo(place)} aria-label={`${said} – ${what}`}>{said}</Link>
}

function Cells({ report, columns, row, before, few, linkTo }: CellsProps) {
  const i18n = useI18n()
  if (row.few) return <td colSpan={columns.length * (before === null ? 1 : 2)} className={css.of}>{few}</td>
  return columns.flatMap((column) => [
    <td key={column} className={css.number}><Figure report={report} row={row} column={column} linkTo={linkTo} /></td>,
    ...(before === null ? [] : [<td key={`${column} before`} className={css.number}>{figure(report, column, before?.values[column], i18n)}</td>]),
  ])
}

/** What stands above the columns of a report. */
function headsOf({ now, before }: Pick<FiguresProps, 'now' | 'before'>, { t, find }: I18n): string[] {
  const say = (column: string): string => find(`cockpit.col.${column}`) ?? column
  return now.columns.flatMap((column) => (before ? [say(column), t('cockpit.colBefore', { column: say(column) })] : [say(column)]))
}

/** The figures of a report as a table. */
export function Figures({ title, ...rest }: FiguresProps) {
  const i18n = useI18n()
  return <Table label={title} heads={[i18n.t('cockpit.what'), ...headsOf(rest, i18n)]}><Rows {...rest} /></Table>
}

/** The same for ears, beside a chart: it leads nowhere and no key stops at it. */
export function Twin({ title, ...rest }: Omit<FiguresProps, 'linkTo'>) {
  const i18n = useI18n()
  return (
    <div className={css.twin}>{/* a table itself is never narrower than its words */}
      <table>
        <caption>{title}</caption>
        <thead><tr>{[i18n.t('cockpit.what'), ...headsOf(rest, i18n)].map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
        <tbody><Rows {...rest} /></tbody>
      </table>
    </div>
  )
}

function Rows({ report, now, before, linkTo }: Omit<FiguresProps, 'title'>) {
  const i18n = useI18n()
  const earlier = (row: ReportRow): ReportRow | undefined => before?.rows.find((b) => b.key === row.key && b.of === row.of)
  return now.rows.map((row) => {
    const { name, of } = nameOf(report, row, i18n)
    const place = linkTo && placeOf(charts[report], row, charts[report].figure)
    return (
      <tr key={`${row.of ?? ''} ${row.key}`} data-part={row.of !== undefined || undefined}>
        <th scope="row">
          {place && linkTo ? <Link to={linkTo(place)}><bdi>{name}</bdi></Link> : <bdi>{name}</bdi>}
          {of && <span className={css.of}> · <bdi>{of}</bdi></span>}
        </th>
        <Cells report={report} columns={now.columns} row={row} before={before ? earlier(row) : null} few={i18n.t('cockpit.few')} linkTo={linkTo} />
      </tr>
    )
  })
}

/** The same as rows of a file, with figures that can be reckoned with. */
export function sheetOf({ report, now, before }: Pick<FiguresProps, 'report' | 'now' | 'before'>, i18n: I18n): (string | number)[][] {
  const value = (row: ReportRow | undefined, column: string): string | number => {
    const n = row?.values[column]
    return n === undefined ? '' : Math.round(n * 1000) / 1000
  }
  const head = [i18n.t('cockpit.what'), i18n.t('cockpit.partOf'), ...headsOf({ now, before }, i18n)]
  return [head, ...now.rows.map((row) => {
    const { name, of = '' } = nameOf(report, row, i18n)
    const earlier = before?.rows.find((b) => b.key === row.key && b.of === row.of)
    return [name, of, ...now.columns.flatMap((c) => (before ? [value(row, c), value(earlier, c)] : [value(row, c)]))]
  })]
}
