import type { ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { RiskChip, TokenChip } from '../parts/Chip'
import { Glyph } from '../parts/Glyph'
import { PageHead } from '../parts/PageHead'
import { useMark } from '../query/inbox'
import { Age } from '../queue/Age'
import { useShortcuts } from '../shell/shortcuts'
import { ActionBar } from './ActionBar'
import { Approvals } from './Approvals'
import css from './case.module.css'
import { useOpenCase } from './context'
import type { Done } from './Outcome'
import { Held, Owner } from './Owner'
import { useNeighbours } from './useNeighbours'

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return <div className={css.fact}><dt>{label}</dt><dd>{children}</dd></div>
}

function Facts() {
  const { t, text } = useI18n()
  const { row, token } = useOpenCase().file
  return (
    <dl className={css.facts}>
      <Fact label={t('desk.case.reference')}><bdi dir="ltr">{row.reference}</bdi></Fact>
      {row.identity && <Fact label={t('desk.column.identity')}><bdi dir="ltr">{row.identity}</bdi></Fact>}
      <Fact label={t('desk.case.stage')}><span role="status"><strong>{text(row.stageName) || row.stage}</strong>{row.reason && `: ${text(row.reason)}`}</span></Fact>
      <Fact label={t('desk.case.age')}><Age row={row} /></Fact>
      {row.risk && <Fact label={t('desk.case.risk')}><RiskChip risk={row.risk} /></Fact>}
      {token && <Fact label={t('desk.case.token')}><TokenChip state={token.state} /></Fact>}
      <Fact label={t('desk.column.assignee')}><Owner /></Fact>
    </dl>
  )
}

function Walk() {
  const { t } = useI18n()
  const { id } = useOpenCase()
  const { list, next, previous } = useNeighbours(id)
  const navigate = useNavigate()
  const mark = useMark()
  useShortcuts([
    { keys: 'j', label: t('desk.keys.nextCase'), run: () => next && void navigate(next.href) },
    { keys: 'k', label: t('desk.keys.previousCase'), run: () => previous && void navigate(previous.href) },
    { keys: 'u', label: t('desk.keys.list'), run: () => list && void navigate(list) },
    { keys: 'U', label: t('inbox.mark.unread'), run: () => mark.mutate({ id, read: false }, { onSuccess: () => void navigate(list ?? '/') }) },
  ])
  if (!list) return null
  return (
    <nav className={css.walk} aria-label={t('desk.case.walk')}>
      <Link to={list}><Glyph name="back" />{t('desk.case.list')}</Link>
      {previous && <Link to={previous.href} title={previous.name}>{t('desk.case.previous')}</Link>}
      {next && <Link to={next.href} title={next.name}>{t('desk.case.next')}<Glyph name="forward" /></Link>}
    </nav>
  )
}

/** Whose case it is, how it stands, and what may be done with it. */
export function CaseHead({ onDone }: { onDone: (done: Done) => void }) {
  const { t } = useI18n()
  const { row } = useOpenCase().file
  const title = row.name || t(row.noContact ? 'desk.case.noContact' : 'desk.case.unnamed')
  return (
    <div className={css.top}>
      <Walk />
      <PageHead title={title} windowTitle={`${row.reference} ${title}`}>
        <ActionBar onDone={onDone} />
      </PageHead>
      <Facts />
      <Held />
      <Approvals />
    </div>
  )
}
