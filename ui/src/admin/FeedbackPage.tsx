import { Button } from '@mantine/core'
import { Link } from 'react-router'
import type { Schemas } from '../api/client'
import { loadPortalTexts } from '../desk/case/portalTexts'
import { Empty } from '../desk/parts/Empty'
import { LoadFault } from '../desk/parts/LoadFault'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Stack, Table } from '../desk/parts/Table'
import { Waiting } from '../desk/parts/Waiting'
import { When } from '../desk/parts/When'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { MoreTexts, useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { useEntrances, useFeedback } from './shareQueries'

type Report = Schemas['FeedbackReport']

/** The title of a pipeline where it is still open, else its key. */
function useTitles(): (pipeline: string) => string {
  const { text } = useI18n()
  const { data } = useEntrances()
  return (pipeline) => text(data?.find((e) => e.pipeline === pipeline)?.title) || pipeline
}

function Weeks({ report }: { report: Report }) {
  const { t, date, number } = useI18n()
  const titleOf = useTitles()
  return (
    <Table label={t('share.feedback.weeks')} heads={[t('share.feedback.week'), t('share.pipeline'), t('share.feedback.count'), t('share.feedback.average')]}>
      {report.weeks.map((w) => (
        <tr key={`${w.week} ${w.pipeline}`}>
          <td>{date(w.week)}</td>
          <td><bdi>{titleOf(w.pipeline)}</bdi></td>
          <td>{number(w.count)}</td>
          <td>{number(w.average, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}</td>
        </tr>
      ))}
    </Table>
  )
}

function Latest({ report }: { report: Report }) {
  const { t, number } = useI18n()
  const titleOf = useTitles()
  return (
    <Table label={t('share.feedback.latest')} heads={[t('share.feedback.when'), t('share.pipeline'), t('share.feedback.moment'), t('share.feedback.score'), t('share.feedback.words')]}>
      {report.latest.map((f) => (
        <tr key={f.case}>
          <td><Link to={`/cases/${f.case}`}><When at={f.at} /></Link></td>
          <td><bdi>{titleOf(f.pipeline)}</bdi></td>
          <td>{t(`share.feedback.${f.moment}`)}</td>
          <td>{number(f.score)}</td>
          <td dir="auto">{f.words}</td>
        </tr>
      ))}
    </Table>
  )
}

function Page() {
  const { t } = useI18n()
  const me = useMe()
  const { data, error, refetch } = useFeedback()
  const mayShare = may(me, 'definition', 'read') || may(me, 'pipeline', 'start')
  return (
    <>
      <PageHead title={t('share.feedback')} note={t('share.feedback.note')} />
      {!data && error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton rows={6} /> : null}
      {data?.weeks.length === 0 && <Empty title={t('share.feedback.none')} glyph="help" action={mayShare && <Button component={Link} to="/share">{t('desk.share.title')}</Button>}>{t('share.feedback.noneText')}</Empty>}
      {data && data.weeks.length > 0 && (
        <Body>
          <Stack>
            <h2 className={css.subhead}>{t('share.feedback.weeks')}</h2>
            <Weeks report={data} />
            <h2 className={css.subhead}>{t('share.feedback.latest')}</h2>
            <Latest report={data} />
          </Stack>
        </Body>
      )}
    </>
  )
}

/** What applicants thought of it, by week, and in their words. */
export function FeedbackPage() {
  return <MoreTexts load={loadPortalTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
