import { Button } from '@mantine/core'
import { Link, useSearchParams } from 'react-router'
import { Empty } from '../desk/parts/Empty'
import { LoadFault } from '../desk/parts/LoadFault'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Table } from '../desk/parts/Table'
import { Waiting } from '../desk/parts/Waiting'
import { When } from '../desk/parts/When'
import { MoreTexts, useI18n } from '../i18n/I18n'
import { type Choice, choiceOf, paramsOf, type ReportKey } from './choice'
import css from './cockpit.module.css'
import { type Place, useCockpit, useCockpitCases, useReport } from './queries'
import { loadCockpitTexts } from './texts'
import { nameOf } from './words'

const fates = ['there', 'gone', 'ended', 'stopped', 'met', 'missed', 'overdue', 'submitted', 'returned', 'completed'] as const

/** The report that names what a place is. */
const reports = {
  stage: 'stages', page: 'pages', channel: 'channels', language: 'languages', device: 'devices', reason: 'reasons', reminder: 'reminders', member: 'people',
} as const satisfies Record<Place['kind'], ReportKey>

const kinds = Object.keys(reports) as Place['kind'][]

function placeOf(params: URLSearchParams): Place {
  const fate = fates.find((f) => f === params.get('fate'))
  const kind = kinds.find((k) => k === params.get('kind')) ?? 'stage'
  return { kind, step: params.get('step') ?? '', ...(fate && { fate }) }
}

/** What the list is of, in words. */
function useTitle(choice: Choice, { kind, step, fate }: Place): string {
  const i18n = useI18n()
  const { t } = i18n
  const report = reports[kind]
  const { data } = useReport(report, { ...choice, isCompared: false })
  const row = data?.now.rows.find((r) => r.key === step && (r.of === undefined || kind === 'page'))
  const name = row ? nameOf(report, row, i18n).name : step
  if ((kind === 'stage' || kind === 'page') && (fate === undefined || fate === 'there' || fate === 'gone' || fate === 'ended' || fate === 'stopped')) {
    return t(`cockpit.cases.${fate ?? 'all'}`, { name })
  }
  return `${name} · ${fate ? t(`cockpit.col.${fate as 'met'}`) : t(`cockpit.report.${report}`)}`
}

function List({ choice, place }: { choice: Choice; place: Place }) {
  const { t, text, number } = useI18n()
  const list = useCockpitCases(choice, place)
  const title = useTitle(choice, place)
  const pages = list.data?.pages
  if (!pages && list.error) return <LoadFault error={list.error} retry={() => void list.refetch()} />
  if (!pages) return <ListSkeleton />
  const rows = pages.flatMap((page) => page.cases)
  const withheld = pages.reduce((sum, page) => sum + page.withheld, 0)
  return (
    <>
      <PageHead title={title} note={t('cockpit.cases.count', { n: pages[0]!.total })}>
        <Button component={Link} variant="default" to={`/cockpit?${paramsOf(choice)}`}>{t('cockpit.cases.back')}</Button>
      </PageHead>
      {rows.length === 0 && withheld === 0 && <Empty title={t('cockpit.nothing')} glyph="search">{t('cockpit.cases.none')}</Empty>}
      {rows.length > 0 && (
        <Table label={title} heads={[t('cockpit.case.reference'), t('cockpit.case.name'), t('cockpit.case.stage'), t('cockpit.case.started'), t('cockpit.case.activity'), t('cockpit.case.percent')]}>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.stage ? <Link to={`/cases/${row.id}`}><bdi dir="ltr">{row.reference}</bdi></Link> : <bdi dir="ltr">{row.reference}</bdi>}</th>
              <td><bdi>{row.name}</bdi></td>
              <td>{row.stage ? text(row.stageName) : t('cockpit.case.removed')}</td>
              <td><When at={row.startedAt} /></td>
              <td><When at={row.activityAt} /></td>
              <td className={css.number}>{number(row.percent / 100, { style: 'percent' })}</td>
            </tr>
          ))}
        </Table>
      )}
      <Body>
        {withheld > 0 && <p className={css.of}>{t('cockpit.cases.withheld', { n: withheld })}</p>}
        {list.hasNextPage && <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('cockpit.cases.more')}</Button>}
      </Body>
    </>
  )
}

function Page() {
  const [params] = useSearchParams()
  const { data: head, error, refetch } = useCockpit(params.get('pipeline') ?? '')
  if (!head && error) return <LoadFault error={error} retry={() => void refetch()} />
  if (!head) return <ListSkeleton />
  return <List choice={choiceOf(params, head.today, head.pipelines.map((p) => p.key))} place={placeOf(params)} />
}

/** The cases behind a figure of the cockpit. */
export function CasesPage() {
  return <MoreTexts load={loadCockpitTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
