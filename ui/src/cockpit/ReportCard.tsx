import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { Empty } from '../desk/parts/Empty'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { ListSkeleton } from '../desk/parts/Table'
import { useI18n } from '../i18n/I18n'
import { Bars } from './Bars'
import { charts, lengthOf } from './charts'
import { type Choice, paramsOf, type ReportKey } from './choice'
import css from './cockpit.module.css'
import { csvOf, keepFile } from './csv'
import { Figures, sheetOf, Twin } from './Figures'
import { type Place, type Report, type ReportRow, useReport } from './queries'

/** The address of the cases behind a place. */
function casesOf(choice: Choice, place: Place): string {
  const params = paramsOf({ ...choice, isCompared: false, role: '' })
  for (const [name, value] of Object.entries(place)) params.set(name, value)
  return `/cockpit/cases?${params}`
}

interface ShownProps {
  report: ReportKey
  choice: Choice
  title: string
  isTable: boolean
  now: Report
  before?: Report
}

function Shown({ report, choice, title, isTable, now, before }: ShownProps) {
  const { t } = useI18n()
  const linkTo = (place: Place): string => casesOf(choice, place)
  const { parts, isBar } = charts[report]
  const isTold = (row: ReportRow): boolean => row.few || Object.values(row.values).some((n) => n > 0)
  const isDrawn = (row: ReportRow): boolean => !row.few && isBar?.(row) !== false && parts.some((part) => lengthOf(row, part) > 0)
  const isFew = now.rows.some((row) => row.few)
  if (!now.rows.some(isTable ? isTold : isDrawn)) {
    return (
      <>
        <Empty title={t('cockpit.nothing')} glyph="search">{t(`cockpit.teach.${report}`)}</Empty>
        {isFew && <p className={css.of}>{t('cockpit.fewNote')}</p>}
        {!isTable && <Twin report={report} title={title} now={now} before={before} />}
      </>
    )
  }
  if (isTable) return <Figures report={report} title={title} now={now} before={before} linkTo={linkTo} />
  return (
    <>
      <Bars report={report} chart={charts[report]} rows={now.rows} before={before?.rows} linkTo={linkTo} />
      {isFew && <p className={css.of}>{t('cockpit.fewNote')}</p>}
      <Twin report={report} title={title} now={now} before={before} />
    </>
  )
}

/** One report: a chart or its table, and the file of it. */
export function ReportCard({ report, choice }: { report: ReportKey; choice: Choice }) {
  const i18n = useI18n()
  const { t } = i18n
  const id = useId()
  const [isTable, setTable] = useState(false)
  const { data, error, refetch } = useReport(report, choice)
  const title = t(`cockpit.report.${report}`)
  const keep = (): void => data && keepFile(`${report}-${choice.pipeline}-${choice.from}-${choice.to}.csv`, csvOf(sheetOf({ report, ...data }, i18n), i18n.locale))
  return (
    <section className={css.card} aria-labelledby={id}>
      <header className={css.cardHead}>
        <div>
          <h2 id={id}>{title}</h2>
          <p className={css.of}>{t(`cockpit.about.${report}`)}</p>
        </div>
        <div className={css.actions}>
          <Button variant="default" aria-pressed={isTable} aria-label={`${t('cockpit.asTable')}: ${title}`} onClick={() => setTable(!isTable)}>{t('cockpit.asTable')}</Button>
          <Button variant="default" disabled={!data} aria-label={`${t('cockpit.export')}: ${title}`} onClick={keep}>{t('cockpit.export')}</Button>
        </div>
      </header>
      {!data && error ? <FaultNotice error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton rows={5} /> : null}
      {data && <Shown report={report} choice={choice} title={title} isTable={isTable} {...data} />}
    </section>
  )
}
