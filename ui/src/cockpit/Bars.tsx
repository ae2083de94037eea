import { useId } from 'react'
import { Link } from 'react-router'
import { useI18n } from '../i18n/I18n'
import { direction } from '../i18n/locale'
import { type Chart, lengthOf, placeOf } from './charts'
import type { ReportKey } from './choice'
import css from './cockpit.module.css'
import type { Place, ReportRow } from './queries'
import { figure, nameOf } from './words'

/** What tells the parts of a bar apart without colour too: on paper, and for who sees no colours. */
const textures = ['full', 'lines', 'dots', 'cross', 'hollow'] as const

function Textures({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}full`} width="4" height="4" patternUnits="userSpaceOnUse"><rect className={css.texture} width="4" height="4" /></pattern>
      <pattern id={`${id}lines`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect className={css.blank} width="6" height="6" /><rect className={css.texture} width="3" height="6" /></pattern>
      <pattern id={`${id}dots`} width="5" height="5" patternUnits="userSpaceOnUse"><rect className={css.blank} width="5" height="5" /><circle className={css.texture} cx="2.5" cy="2.5" r="1.3" /></pattern>
      <pattern id={`${id}cross`} width="6" height="6" patternUnits="userSpaceOnUse"><rect className={css.blank} width="6" height="6" /><path className={css.thread} d="M0 0 6 6 M6 0 0 6" /></pattern>
      <pattern id={`${id}hollow`} width="4" height="4" patternUnits="userSpaceOnUse"><rect className={css.blank} width="4" height="4" /></pattern>
    </defs>
  )
}

interface BarProps {
  row: ReportRow
  parts: readonly string[]
  longest: number
  textures: string
  /** The same row in the period before, drawn as a thin line. */
  before?: ReportRow
}

function Bar({ row, parts, longest, textures: id, before }: BarProps) {
  const { locale } = useI18n()
  const isMirrored = direction(locale) === 'rtl'
  const scale = (n: number): number => (longest > 0 ? (100 * n) / longest : 0)
  const whole = (of: ReportRow): number => parts.reduce((sum, part) => sum + lengthOf(of, part), 0)
  let start = 0
  return (
    <svg className={css.bar} width="100%" height="22" aria-hidden="true" focusable="false">
      {parts.map((part, i) => {
        const width = scale(lengthOf(row, part))
        const x = isMirrored ? 100 - start - width : start
        start += width
        return width > 0 && <rect key={part} className={css.part} x={`${x}%`} y="1" width={`${width}%`} height="15" fill={`url(#${id}${textures[i] ?? 'full'})`} />
      })}
      {before && <rect className={css.before} x={isMirrored ? `${100 - scale(whole(before))}%` : '0'} y="18" width={`${scale(whole(before))}%`} height="3" />}
    </svg>
  )
}

function Legend({ parts, id, isCompared }: { parts: readonly string[]; id: string; isCompared: boolean }) {
  const { t, find } = useI18n()
  if (parts.length < 2 && !isCompared) return null
  return (
    <ul className={css.legend}>
      {parts.map((part, i) => (
        <li key={part}>
          <svg width="14" height="14" aria-hidden="true"><rect className={css.part} x="0.5" y="0.5" width="13" height="13" fill={`url(#${id}${textures[i] ?? 'full'})`} /></svg>
          {find(`cockpit.col.${part}`) ?? part}
        </li>
      ))}
      {isCompared && <li><svg width="14" height="14" aria-hidden="true"><rect className={css.before} x="0" y="5" width="14" height="3" /></svg>{t('cockpit.before')}</li>}
    </ul>
  )
}

/** The ways from a bar to the cases of its parts, where the figure beside it is of none. */
function Ways({ report, chart, row, linkTo }: Pick<BarsProps, 'report' | 'chart' | 'linkTo'> & { row: ReportRow }) {
  const i18n = useI18n()
  const ways = Object.keys(chart.fates ?? {}).flatMap((column) => {
    const place = placeOf(chart, row, column)
    return place ? [{ column, place }] : []
  })
  if (ways.length === 0) return null
  return (
    <span className={css.ways}>
      {ways.map(({ column, place }) => (
        <Link key={column} to={linkTo(place)}>{i18n.find(`cockpit.col.${column}`) ?? column} {figure(report, column, row.values[column], i18n)}</Link>
      ))}
    </span>
  )
}

interface BarsProps {
  report: ReportKey
  chart: Chart
  rows: readonly ReportRow[]
  before?: readonly ReportRow[]
  linkTo: (place: Place) => string
}

/** A chart of bars that is a list: each says its figures in words, and leads to its cases. */
export function Bars({ report, chart, rows, before, linkTo }: BarsProps) {
  const i18n = useI18n()
  const id = useId().replaceAll(':', '')
  const shown = rows.filter((row) => !row.few && (chart.isBar?.(row) ?? true))
  const earlier = (row: ReportRow): ReportRow | undefined => before?.find((b) => b.key === row.key && b.of === row.of)
  const whole = (row: ReportRow | undefined): number => (row ? chart.parts.reduce((sum, part) => sum + lengthOf(row, part), 0) : 0)
  const longest = Math.max(0, ...shown.map((row) => Math.max(whole(row), whole(earlier(row)))))
  return (
    <>
      <svg className={css.textures} width="0" height="0" aria-hidden="true" focusable="false"><Textures id={id} /></svg>
      <Legend parts={chart.parts} id={id} isCompared={before !== undefined} />
      <ul className={css.bars}>
        {shown.map((row) => {
          const { name, of } = nameOf(report, row, i18n)
          const place = placeOf(chart, row, chart.figure)
          const label = <><bdi>{name}</bdi>{of && <span className={css.of}> · <bdi>{of}</bdi></span>}</>
          return (
            <li key={`${row.of ?? ''} ${row.key}`}>
              <span className={css.name}>{place ? <Link to={linkTo(place)}>{label}</Link> : <>{label}<Ways report={report} chart={chart} row={row} linkTo={linkTo} /></>}</span>
              <Bar row={row} parts={chart.parts} longest={longest} textures={id} before={earlier(row)} />
              <span className={css.figure}>{figure(report, chart.figure, row.values[chart.figure], i18n)}</span>
            </li>
          )
        })}
      </ul>
    </>
  )
}
