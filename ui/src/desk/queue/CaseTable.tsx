import { Checkbox } from '@mantine/core'
import { type KeyboardEvent, type MouseEvent, type RefObject, useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { Hidden } from '../../design/Hidden'
import { useI18n } from '../../i18n/I18n'
import { AssignDialog } from '../case/AssignDialog'
import { Chip } from '../parts/Chip'
import { tell } from '../parts/fault'
import { Glyph } from '../parts/Glyph'
import { useNames } from '../parts/names'
import { useSay } from '../parts/toast'
import { useClaimAny } from '../query/cases'
import { useMark } from '../query/inbox'
import type { Column, Queue } from '../query/queues'
import { useMe } from '../session/RequireSession'
import { useShortcuts } from '../shell/shortcuts'
import { Cell } from './Cell'
import css from './queue.module.css'
import type { ShownRow } from './shown'
import { directionOf, isSortable, type ListView, nextSort, paramsOf } from './view'

/** Numbers stand under each other. */
const isNumber = (c: Column): boolean => ['attempts', 'requests', 'items', 'sends'].includes(c.key) || c.type === 'money'

const assignee = 'assignee'

/** Who works on a case is told before the answers, of which there may be many. */
function withAssignee(columns: readonly Column[]): Column[] {
  const isAnswer = (c: Column): boolean => c.key.startsWith('answers.')
  const own: Column = { key: assignee, label: {}, type: 'built-in' }
  return [...columns.filter((c) => !isAnswer(c)), own, ...columns.filter(isAnswer)]
}

interface HeadProps {
  column: string
  isEnd?: boolean
  /** It has no order for this member. */
  isFixed?: boolean
  width?: number
  label: string
  sort: string
  onSort: (sort: string) => void
}

function Head({ column, isEnd = false, isFixed = false, width, label, sort, onSort }: HeadProps) {
  const style = width ? { minInlineSize: width, maxInlineSize: width } : undefined
  if (isFixed || !isSortable(column)) return <th scope="col" role="columnheader" data-end={isEnd || undefined} style={style}>{label}</th>
  const direction = directionOf(column, sort)
  const glyph = direction === 'none' ? 'both' : direction === 'ascending' ? 'up' : 'down'
  return (
    <th scope="col" role="columnheader" aria-sort={direction} data-end={isEnd || undefined} style={style}>
      <button type="button" className={css.sort} onClick={() => onSort(nextSort(column, sort))}>
        {label}
        <span className={css.sortGlyph} data-on={direction !== 'none' || undefined}><Glyph name={glyph} size={12} /></span>
      </button>
    </th>
  )
}

/** The address of a case, with the list that it was opened from, so that "next" knows what is next. */
export const caseHref = (id: string, queue: string, view: ListView): string => {
  const params = paramsOf(view)
  params.set('queue', queue)
  return `/cases/${id}?${params}`
}

/** Which cases are chosen; with shift, all from the one chosen last. */
export interface Selection {
  ids: ReadonlySet<string>
  toggle: (id: string, isRange: boolean) => void
  toggleAll: () => void
}

interface RowProps {
  row: ShownRow
  selection: Selection
  nameOf: (id: string) => string
  widthOf?: (key: string) => number | undefined
  columns: readonly Column[]
  href: string
}

function Row({ row, selection, nameOf, widthOf, columns, href }: RowProps) {
  const { t, text } = useI18n()
  const navigate = useNavigate()
  // The link is what keyboards and screen readers use; the rest of the row is only a larger target for the mouse.
  const open = (event: MouseEvent): void => {
    const isOwn = event.target instanceof Element && event.target.closest('a, button, input, [data-own]')
    if (!isOwn && !getSelection()?.toString()) void navigate(href)
  }
  return (
    <tr role="row" data-case={row.id} data-unread={row.unread || undefined} data-gone={row.gone} onClick={open} data-selected={selection.ids.has(row.id) || undefined}>
      <td role="cell" className={css.pick} data-own onClick={(e) => { if (e.target === e.currentTarget) selection.toggle(row.id, e.shiftKey) }}>
        <Checkbox size="xs" aria-label={t('views.select', { name: row.name || row.reference })} checked={selection.ids.has(row.id)} onChange={() => undefined} onClick={(e) => selection.toggle(row.id, e.shiftKey)} />
      </td>
      <th scope="row" role="rowheader" className={css.nameCell}>
        {row.unread && <span className={css.dot}><Hidden>{t('inbox.unread')} </Hidden></span>}
        <Link to={href} className={css.name} data-case-link><bdi>{row.name || t(row.noContact ? 'desk.case.noContact' : 'desk.case.unnamed')}</bdi></Link>{' '}
        <bdi dir="ltr" className={css.reference}>{row.reference}</bdi>
        {row.gone && <Chip glyph="skipped">{t('inbox.gone')}</Chip>}
        {row.handedOver && <Chip tone="info" glyph="forward">{t('desk.case.handedOver')}</Chip>}
      </th>
      <td role="cell" data-label={t('desk.column.identity')} className={css.identity}>{row.identity && <bdi dir="ltr">{row.identity}</bdi>}</td>
      {columns.map((c) => (
        <td key={c.key} role="cell" data-fixed={widthOf?.(c.key) ? true : undefined} style={widthOf?.(c.key) ? { maxInlineSize: widthOf(c.key) } : undefined} data-label={c.key === assignee ? t('desk.column.assignee') : text(c.label)} data-end={isNumber(c) || undefined} data-page={c.key === 'page' || undefined}>
          {c.key === assignee ? row.assignee && <bdi>{nameOf(row.assignee)}</bdi> : <Cell column={c} row={row} nameOf={nameOf} />}
        </td>
      ))}
    </tr>
  )
}

/** What a key does to the case that has the focus: take it, mark it, give it to somebody. */
function useKeys(rows: readonly ShownRow[], table: RefObject<HTMLTableElement | null>, onAssign: (row: ShownRow) => void) {
  const i18n = useI18n()
  const { t } = i18n
  const say = useSay()
  const { member } = useMe()
  const mark = useMark()
  const claim = useClaimAny()
  const focused = (): ShownRow | undefined => {
    const line = document.activeElement?.closest<HTMLElement>('tr[data-case]')
    return line && table.current?.contains(line) ? rows.find((r) => r.id === line.dataset['case'] && !r.gone) : undefined
  }
  const told = { onError: (e: unknown) => say(tell(e, i18n).message, { tone: 'danger' }) }
  const take = (row: ShownRow): void => {
    const isMine = row.assignee === member.id
    claim.mutate({ id: row.id, take: !isMine }, { ...told, onSuccess: () => say(t(isMine ? 'desk.claim.given' : 'desk.claim.taken')) })
  }
  const turn = (row: ShownRow): void => {
    const words = { name: row.name || row.reference }
    mark.mutate({ id: row.id, read: !!row.unread }, { ...told, onSuccess: () => say(t(row.unread ? 'inbox.marked.read' : 'inbox.marked.unread', words)) })
  }
  const may = (verb: string): boolean => rows.some((r) => r.beside?.includes(verb))
  const on = (verb: string, run: (row: ShownRow) => void) => (): void => {
    const row = focused()
    if (row && (!verb || row.beside?.includes(verb))) run(row)
  }
  useShortcuts([
    ...(may('claim') ? [{ keys: 'c', label: t('desk.claim.take'), run: on('claim', (row) => (row.may.includes('claim') || row.may.includes('release')) && take(row)) }] : []),
    ...(may('assign') ? [{ keys: 'a', label: t('inbox.assign'), run: on('assign', onAssign) }] : []),
    { keys: 'u', label: t('inbox.mark'), run: on('', turn) },
  ])
}

/** Moves the focus from case to case, as a mail client does. */
function useWalk() {
  const table = useRef<HTMLTableElement>(null)
  const { t } = useI18n()
  const walk = (step: number): void => {
    const links = [...(table.current?.querySelectorAll<HTMLElement>('[data-case-link]') ?? [])]
    const at = links.findIndex((l) => l === document.activeElement || l.closest('tr')?.contains(document.activeElement))
    const next = links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  useShortcuts([
    { keys: 'j', label: t('desk.keys.next'), run: () => walk(1) },
    { keys: 'k', label: t('desk.keys.previous'), run: () => walk(-1) },
    { keys: 'Enter', label: t('desk.keys.open') },
  ])
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (!step || !(event.target instanceof Element) || !event.target.matches('[data-case-link]')) return
    event.preventDefault()
    walk(step)
  }
  return { table, press }
}

interface CaseTableProps {
  queue: Queue
  people: Readonly<Record<string, string>>
  rows: readonly ShownRow[]
  columns: readonly Column[]
  selection: Selection
  view: ListView
  /** The rows are those of the last question; the answer to this one is on its way. */
  isBusy: boolean
  onSort: (sort: string) => void
}

export function CaseTable({ queue, people, rows, columns: shown, selection, view, isBusy, onSort }: CaseTableProps) {
  const { t, text } = useI18n()
  const { table, press } = useWalk()
  const [assigning, assign] = useState<ShownRow>()
  useKeys(rows, table, assign)
  const sort = { sort: view.sort, onSort }
  const nameOf = useNames(people)
  const columns = withAssignee(shown)
  const widthOf = (key: string): number | undefined => view.columns?.find((c) => c.key === key)?.width
  const isAll = rows.length > 0 && rows.every((r) => selection.ids.has(r.id))
  return (
    <div className={css.scroll} role="region" aria-label={text(queue.name)} aria-busy={isBusy || undefined} tabIndex={0}>
      {assigning && <AssignDialog id={assigning.id} assignee={assigning.assignee ?? ''} nameOf={nameOf} onClose={() => assign(undefined)} />}
      <table ref={table} onKeyDown={press} role="table" className={css.table}>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader" className={css.pick}>
              <Checkbox size="xs" aria-label={t('views.selectAll')} checked={isAll} indeterminate={!isAll && selection.ids.size > 0} onChange={selection.toggleAll} />
            </th>
            <Head column="name" label={t('desk.column.name')} {...sort} />
            <th scope="col" role="columnheader">{t('desk.column.identity')}</th>
            {columns.map((c) => <Head key={c.key} column={c.key} width={widthOf(c.key)} isFixed={c.sortable === false} isEnd={isNumber(c)} label={c.key === assignee ? t('desk.column.assignee') : text(c.label)} {...sort} />)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((r) => <Row key={r.id} row={r} selection={selection} nameOf={nameOf} widthOf={widthOf} columns={columns} href={caseHref(r.id, queue.key, view)} />)}
        </tbody>
      </table>
    </div>
  )
}
