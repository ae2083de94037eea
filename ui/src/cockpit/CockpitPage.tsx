import { Button } from '@mantine/core'
import { Link, useSearchParams } from 'react-router'
import { Empty } from '../desk/parts/Empty'
import { LoadFault } from '../desk/parts/LoadFault'
import { Notice } from '../desk/parts/Notice'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton } from '../desk/parts/Table'
import { Waiting } from '../desk/parts/Waiting'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { MoreTexts, useI18n } from '../i18n/I18n'
import { type Choice, choiceOf, paramsOf, partNames, parts, type ReportKey } from './choice'
import css from './cockpit.module.css'
import { Filters } from './Filters'
import { type Cockpit, useCockpit } from './queries'
import { ReportCard } from './ReportCard'
import { loadCockpitTexts } from './texts'

/** The ways from one part of the cockpit to another: links, so that each can be sent to somebody. */
function Parts({ choice }: { choice: Choice }) {
  const { t } = useI18n()
  return (
    <nav className={css.parts} aria-label={t('cockpit.parts')}>
      {partNames.map((part) => (
        <Link key={part} to={`?${paramsOf({ ...choice, part })}`} aria-current={part === choice.part ? 'page' : undefined}>{t(`cockpit.part.${part}`)}</Link>
      ))}
    </nav>
  )
}

function Reports({ head, choice }: { head: Cockpit; choice: Choice }) {
  const { t } = useI18n()
  const shown: readonly ReportKey[] = parts[choice.part]
  return (
    <div className={css.cards}>
      {head.uncounted && <Notice tone="info" title={t('cockpit.uncounted')}>{t('cockpit.uncountedText')}</Notice>}
      {shown.filter((report) => report !== 'people' || head.people).map((report) => <ReportCard key={report} report={report} choice={choice} />)}
    </div>
  )
}

function Page() {
  const { t } = useI18n()
  const [params, setParams] = useSearchParams()
  const mayDesign = may(useMe(), 'definition', 'write')
  const { data: head, error, refetch } = useCockpit(params.get('pipeline') ?? '')
  if (!head && error) return <LoadFault error={error} retry={() => void refetch()} />
  if (!head) return <ListSkeleton rows={10} />
  if (head.pipelines.length === 0) return <Empty isPage title={t('cockpit.title')} glyph="form" action={mayDesign && <Button component={Link} to="/templates">{t('cockpit.toTemplates')}</Button>}>{t('cockpit.noPipeline')}</Empty>
  const choice = choiceOf(params, head.today, head.pipelines.map((p) => p.key))
  return (
    <>
      <PageHead title={t('cockpit.title')} note={t('cockpit.note')}>
        <Button variant="default" className={css.print} onClick={() => window.print()}>{t('cockpit.print')}</Button>
      </PageHead>
      <Body>
        <Filters head={head} choice={choice} change={(next) => setParams(paramsOf({ ...choice, ...next }), { replace: true })} />
        <Parts choice={choice} />
        <Reports head={head} choice={choice} />
      </Body>
    </>
  )
}

/** The management cockpit: what becomes of cases, where they stop, and what the team does about them. */
export function CockpitPage() {
  return <MoreTexts load={loadCockpitTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
