import { Button } from '@mantine/core'
import { useState } from 'react'
import { Chip } from '../desk/parts/Chip'
import { Empty } from '../desk/parts/Empty'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { LoadFault } from '../desk/parts/LoadFault'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Table } from '../desk/parts/Table'
import { Waiting } from '../desk/parts/Waiting'
import { When } from '../desk/parts/When'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { MoreTexts, useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { ListDialog } from './lists/ListDialog'
import { LoadDialog } from './lists/LoadDialog'
import { type ListVersion, type NameList, useLists, useSaveList } from './lists/queries'
import { ReportDialog } from './lists/ReportDialog'
import { loadListTexts } from './texts'

const looks = { reading: ['info', 'pending'], ready: ['success', 'pass'], failed: ['danger', 'fail'], dropped: ['plain', 'skipped'] } as const

function State({ version, isActive }: { version: ListVersion; isActive: boolean }) {
  const { t, number } = useI18n()
  const [tone, glyph] = looks[version.state]
  return (
    <>
      {isActive ? <Chip tone="success" glyph="pass">{t('checks.lists.active')}</Chip> : <Chip tone={tone} glyph={glyph}>{t(`checks.lists.state.${version.state}`)}</Chip>}
      {version.state === 'reading' && <span className={css.quiet} role="status"> {t('checks.lists.rows', { n: number(version.rows) })}</span>}
      {version.sweep && !version.sweep.endedAt && <span className={css.quiet} role="status"> {version.sweep.total === 0 ? t('checks.lists.sweepSoon') : t('checks.lists.sweep', { done: number(version.sweep.done), total: number(version.sweep.total) })}</span>}
      {version.failure && <span className={css.bad}> {version.failure}</span>}
    </>
  )
}

/** One edition of a list: what it holds, what is new in it, and the way back to it. */
function Version({ list, version, people, mayManage, onReport }: { list: NameList; version: ListVersion; people: Readonly<Record<string, string>>; mayManage: boolean; onReport: () => void }) {
  const { t, number } = useI18n()
  const save = useSaveList(list.key)
  const isActive = list.active === version.id
  const use = (): void => save.mutate({ name: list.name, active: version.id, revision: list.revision })
  return (
    <tr>
      <th scope="row"><When at={version.createdAt} /><span className={css.quiet}> {people[version.createdBy] ?? ''}</span><br /><code className={css.code} dir="ltr" title={version.hash}>{version.hash.slice(0, 12)}</code></th>
      <td><State version={version} isActive={isActive} /></td>
      <td>{version.state === 'ready' || version.state === 'dropped' ? number(version.entries) : '—'}</td>
      <td>{version.state === 'ready' ? t('checks.lists.delta', { added: number(version.added), changed: number(version.changed), removed: number(version.removed) }) : '—'}</td>
      <td>
        <span className={css.rowActions}>
          {version.state !== 'reading' && <Button size="compact-sm" variant="subtle" onClick={onReport}>{t('checks.lists.report')}{version.rejected > 0 && ` (${number(version.rejected)})`}</Button>}
          {mayManage && version.state === 'ready' && !isActive && <Button size="compact-sm" variant="default" loading={save.isPending} onClick={use}>{t('checks.lists.use')}</Button>}
        </span>
        <FaultNotice error={save.error} />
      </td>
    </tr>
  )
}

function List({ list, people, mayManage }: { list: NameList; people: Readonly<Record<string, string>>; mayManage: boolean }) {
  const { t } = useI18n()
  const [isLoading, setLoading] = useState(false)
  const [isEdited, setEdited] = useState(false)
  const [report, setReport] = useState<string>()
  const told = list.versions.find((v) => v.id === report)
  return (
    <section aria-label={list.name}>
      <div className={css.listHead}>
        <h2><bdi>{list.name}</bdi> <span className={css.listKind}><bdi>{list.key}</bdi> · <bdi>{t(`checks.lists.format.${list.format}`)}</bdi></span></h2>
        <div className={css.listActs}>
          {list.active === '' && <Chip tone="warn" glyph="unclear">{t('checks.lists.off')}</Chip>}
          {mayManage && <Button size="compact-md" onClick={() => setLoading(true)}>{t('checks.lists.load')}</Button>}
          {mayManage && <Button size="compact-md" variant="default" onClick={() => setEdited(true)}>{t('checks.lists.edit')}</Button>}
        </div>
      </div>
      {list.versions.length === 0 ? <p className={css.quiet}>{t('checks.lists.noVersions')}</p> : (
        <Table label={t('checks.lists.versionsOf', { list: list.name })} heads={[t('checks.lists.loaded'), t('checks.lists.state'), t('checks.lists.entries'), t('checks.lists.new'), t('checks.lists.actions')]}>
          {list.versions.map((v) => <Version key={v.id} list={list} version={v} people={people} mayManage={mayManage} onReport={() => setReport(v.id)} />)}
        </Table>
      )}
      {isLoading && <LoadDialog list={list} onClose={() => setLoading(false)} />}
      {isEdited && <ListDialog list={list} onClose={() => setEdited(false)} />}
      {told && <ReportDialog version={told} onClose={() => setReport(undefined)} />}
    </section>
  )
}

function Page() {
  const { t } = useI18n()
  const { data, error, refetch } = useLists()
  const [isNew, setNew] = useState(false)
  const mayManage = may(useMe(), 'list', 'manage')
  const add = mayManage && <Button onClick={() => setNew(true)}>{t('checks.lists.add')}</Button>
  return (
    <>
      <PageHead title={t('checks.lists')} note={t('checks.lists.note')}>{data && data.lists.length > 0 && add}</PageHead>
      {!data && error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton rows={6} /> : null}
      {data?.lists.length === 0 && <Empty title={t('checks.lists.empty')} glyph="shield" action={add}>{t('checks.lists.emptyText')}</Empty>}
      {data && data.lists.length > 0 && <Body>{data.lists.map((l) => <List key={l.key} list={l} people={data.people} mayManage={mayManage} />)}</Body>}
      {isNew && <ListDialog onClose={() => setNew(false)} />}
    </>
  )
}

/** The lists of names that cases are screened against. */
export function ListsPage() {
  return <MoreTexts load={loadListTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
