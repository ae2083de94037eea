import { VisuallyHidden } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { Chip } from '../parts/Chip'
import { Glyph } from '../parts/Glyph'
import { When } from '../parts/When'
import type { ScoreResult } from '../query/cases'
import css from './case.module.css'
import { useOpenCase } from './context'

function Row({ row }: { row: ScoreResult['rows'][number] }) {
  const { t, text, number } = useI18n()
  const note = row.unknown ? t('approvals.score.unknown') : row.held ? '' : t('approvals.score.no')
  return (
    <tr data-held={row.held || undefined}>
      <th scope="row">{text(row.label)}{note && <span className={css.quiet}> · {row.unknown && <Glyph name="unclear" />} {note}</span>}</th>
      <td>{number(row.points)}</td>
    </tr>
  )
}

/** What would come of it if one thing were otherwise: only what alone leads to another band. */
function Others({ score }: { score: ScoreResult }) {
  const { t, text, number } = useI18n()
  const others = score.others ?? []
  const label = (key: string): string => text(score.rows.find((r) => r.key === key)?.label)
  if (!score.band) return null
  return (
    <>
      <h4>{t('approvals.score.others')}</h4>
      {others.length === 0 && <p className={css.quiet}>{t('approvals.score.noOther')}</p>}
      <ul className={css.others}>
        {others.map((o) => (
          <li key={o.row}>{t(o.held ? 'approvals.score.with' : 'approvals.score.without', { what: label(o.row) })} {t('approvals.score.result', { n: o.sum, sum: number(o.sum), band: text(o.band) || t('approvals.score.noBand') })}</li>
        ))}
      </ul>
    </>
  )
}

/** One score with what it came from: the rows that count first. */
function Score({ score }: { score: ScoreResult }) {
  const { t, text, number } = useI18n()
  const band = text(score.band)
  const rows = [...score.rows].sort((a, b) => Number(b.held || b.unknown) - Number(a.held || a.unknown))
  return (
    <details className={css.score}>
      <summary><strong>{text(score.title)}</strong> {number(score.sum)} {band && <Chip tone="info">{band}</Chip>} <span className={css.quiet}><When at={score.at} /></span></summary>
      <table>
        <caption><VisuallyHidden>{text(score.title)}</VisuallyHidden></caption>
        <thead><tr><th scope="col">{t('approvals.score.what')}</th><th scope="col">{t('approvals.score.points')}</th></tr></thead>
        <tbody>{rows.map((row) => <Row key={row.key} row={row} />)}</tbody>
        <tfoot><tr><th scope="row">{t('approvals.score.sum')}</th><td>{number(score.sum)}</td></tr></tfoot>
      </table>
      <Others score={score} />
    </details>
  )
}

/** The scores of the case, each with the reckoning behind it. */
export function Scores() {
  const { t } = useI18n()
  const { scores = [] } = useOpenCase().file
  if (scores.length === 0) return null
  return <section className={css.scores} aria-label={t('approvals.scores')}>{scores.map((s) => <Score key={s.key} score={s} />)}</section>
}
