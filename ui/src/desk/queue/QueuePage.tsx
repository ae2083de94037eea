import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { LiveRegion } from '../../design/Hidden'
import { useI18n } from '../../i18n/I18n'
import { Empty } from '../parts/Empty'
import { isInvalid, tell } from '../parts/fault'
import { FaultNotice } from '../parts/FaultNotice'
import { LoadFault } from '../parts/LoadFault'
import { PageHead } from '../parts/PageHead'
import { Body, ListSkeleton } from '../parts/Table'
import { type CaseRow, type Column, type Queue, useQueueCases, useQueues } from '../query/queues'
import { type QueueAct, useColumns, useCount, useViews } from '../query/views'
import { CaseTable } from './CaseTable'
import { Distribution } from './Distribution'
import { LastRun } from './LastRun'
import { NewBar } from './NewBar'
import { NextButton } from './NextButton'
import css from './queue.module.css'
import { SelectionBar } from './SelectionBar'
import { useShown } from './shown'
import { Toolbar } from './Toolbar'
import { useSelection } from './useSelection'
import { isSilent, type ListView, paramsOf, viewOf } from './view'
import { lookOf } from './ViewMenu'

function useView(): [ListView, (next: Partial<ListView>) => void] {
  const [params, setParams] = useSearchParams()
  const view = viewOf(params)
  return [view, (next) => setParams(paramsOf({ ...view, ...next }), { replace: true })]
}

function Nothing({ view, queue, onClear }: { view: ListView; queue: string; onClear: () => void }) {
  const { t, find } = useI18n()
  if (view.search || view.filters.length > 0) {
    return (
      <Empty title={t('desk.queue.noMatch')} glyph="search" action={<Button variant="default" onClick={onClear}>{t('desk.queue.clear')}</Button>}>
        {t('desk.queue.noMatchText')}
      </Empty>
    )
  }
  return <Empty title={t('desk.queue.empty')} glyph="pass">{find(`desk.queue.teach.${queue}`) ?? t('desk.queue.teach')}</Empty>
}

interface ListProps {
  queue: Queue
  columns: readonly Column[]
  acts: readonly QueueAct[]
  view: ListView
  change: (next: Partial<ListView>) => void
}

/** The columns of the view; or those of the queue, which pipelines share, without the ones that tell nothing of these cases. */
function shownOf(queue: Queue, columns: readonly Column[], view: ListView, rows: readonly CaseRow[]): Column[] {
  const known = new Map(columns.map((c) => [c.key, c]))
  if (view.columns) return view.columns.flatMap((c) => known.get(c.key) ?? [])
  return queue.columns.filter((c) => !isSilent(c.key, rows)).map((c) => known.get(c.key) ?? c)
}

function List({ queue, columns, acts, view, change }: ListProps) {
  const i18n = useI18n()
  const { t } = i18n
  const list = useQueueCases(queue.key, view)
  const found = list.data?.pages.flatMap((p) => p.cases)
  const isSettled = list.isFetchedAfterMount && !list.isPlaceholderData
  const { rows: kept, fresh, gone, show } = useShown({ rows: found, pages: list.data?.pages.length ?? 0, view: `${queue.key}?${paramsOf(view)}`, isSettled })
  const rows = found && kept
  const selection = useSelection(rows?.map((r) => r.id) ?? [])
  const selected = rows?.filter((r) => selection.ids.has(r.id)) ?? []
  const people = Object.assign({}, ...(list.data?.pages.map((p) => p.people) ?? [])) as Record<string, string>
  const clear = (): void => change({ search: '', sort: '', filters: [] })
  if (!rows && isInvalid(list.error)) return <Empty title={tell(list.error, i18n).message} glyph="search" action={<Button variant="default" onClick={clear}>{t('desk.queue.clear')}</Button>} />
  if (!rows && list.error) return <LoadFault error={list.error} retry={() => void list.refetch()} />
  if (!rows) return <ListSkeleton rows={12} />
  return (
    <>
      {list.error && <Body><FaultNotice error={list.error} retry={() => void list.refetch()} /></Body>}
      <LiveRegion>{t('desk.queue.shown', { n: rows.length })}</LiveRegion>
      <SelectionBar queue={queue.key} view={view} acts={acts} selected={selected} canTakeAll={selected.length === rows.length && !!list.hasNextPage} clear={selection.clear} />
      <NewBar fresh={fresh} gone={gone} onShow={show} />
      {rows.length === 0 ? (
        <Nothing view={view} queue={queue.key} onClear={clear} />
      ) : (
        <CaseTable queue={queue} people={people} rows={rows} columns={shownOf(queue, columns, view, rows)} selection={selection} view={view} isBusy={list.isPlaceholderData} onSort={(sort) => change({ sort })} />
      )}
      <div className={css.more}>
        {rows.length > 0 && <span>{t(list.hasNextPage ? 'desk.queue.shownMore' : 'desk.queue.shown', { n: rows.length })}</span>}
        {list.hasNextPage && (
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('desk.queue.more')}</Button>
        )}
      </div>
    </>
  )
}

/** Who opens a queue without a wish begins with the view that they chose for that. */
function useStart(queue: string, view: ListView, change: (next: Partial<ListView>) => void): void {
  const { data } = useViews(queue)
  const begun = useRef('')
  const start = data?.views.find((v) => v.id === data.default && v.usable)
  const isBare = paramsOf(view).size === 0
  useEffect(() => {
    if (!data || begun.current === queue) return
    begun.current = queue
    if (start && isBare) change(lookOf(start))
  }, [data, queue, start, isBare, change])
}

/** A queue, worked from like an inbox. All that is chosen stands in the address. */
export function QueuePage() {
  const { queue: key = '' } = useParams()
  const { t, text, number } = useI18n()
  const [view, change] = useView()
  const queues = useQueues()
  const queue = queues.data?.find((q) => q.key === key)
  const all = useColumns(key)
  useStart(key, view, change)
  const found = useCount(key, view)
  if (!queues.data && queues.error) return <LoadFault error={queues.error} retry={() => void queues.refetch()} />
  if (!queues.data) return <ListSkeleton rows={12} />
  if (!queue) return <Empty isPage title={t('desk.queue.unknown')} glyph="search">{t('desk.queue.unknownText')}</Empty>
  const whole = queue.more ? t('desk.queue.countMore', { count: number(10_000) }) : t('desk.queue.count', { n: queue.count })
  const isNarrowed = !!view.search || view.filters.length > 0
  const count = isNarrowed && found.data ? t(found.data.more ? 'views.foundMore' : 'views.found', { n: found.data.count, of: whole }) : whole
  const columns = all.data?.columns ?? queue.columns
  return (
    <>
      <PageHead title={text(queue.name)} note={count}>
        <Distribution queue={queue} />
        <NextButton key={key} queue={key} />
      </PageHead>
      <Toolbar key={key} queue={queue} columns={columns} view={view} change={change} />
      <LastRun key={`runs ${key}`} queue={key} />
      <List key={`list ${key}`} queue={queue} columns={columns} acts={all.data?.acts ?? []} view={view} change={change} />
    </>
  )
}
