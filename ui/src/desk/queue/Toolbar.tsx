import { Button, CloseButton, TextInput } from '@mantine/core'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useNavigation } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { Glyph } from '../parts/Glyph'
import { useAbsences } from '../query/inbox'
import type { Column, Queue } from '../query/queues'
import { useMe } from '../session/RequireSession'
import { useShortcuts } from '../shell/shortcuts'
import { useViews } from '../query/views'
import { ColumnDialog } from './ColumnDialog'
import { ExportDialog } from './ExportDialog'
import { FilterChips } from './FilterChips'
import { FilterMenu } from './FilterMenu'
import css from './queue.module.css'
import type { ListView } from './view'
import { ViewMenu } from './ViewMenu'

interface ToolbarProps {
  queue: Queue
  /** All that the list can show. */
  columns: readonly Column[]
  view: ListView
  change: (next: Partial<ListView>) => void
}

const rest = 300

/** What is typed, and the address that follows it when the typing rests. */
function useTyped(value: string, onChange: (search: string) => void) {
  const [typed, setTyped] = useState(value)
  const isLeaving = useNavigation().state !== 'idle'
  // What was sent from here comes back as the value, when more may have been typed already.
  const sent = useRef(value)
  const send = (search: string): void => {
    sent.current = search
    onChange(search)
  }
  const latest = useRef(send)
  latest.current = send
  useEffect(() => {
    if (value !== sent.current) setTyped(value)
    sent.current = value
  }, [value])
  useEffect(() => {
    // Who has just opened a case must not be thrown back to the list.
    if (isLeaving || typed.trim() === sent.current) return
    const timer = setTimeout(() => latest.current(typed.trim()), rest)
    return () => clearTimeout(timer)
  }, [typed, isLeaving])
  const put = (search: string): void => {
    setTyped(search)
    if (search.trim() !== sent.current) send(search.trim())
  }
  return { typed, setTyped, put }
}

/** Types freely; Enter looks at once, Escape takes all away. */
function SearchBox({ value, onChange }: { value: string; onChange: (search: string) => void }) {
  const { t } = useI18n()
  const { typed, setTyped, put } = useTyped(value, onChange)
  const box = useRef<HTMLInputElement>(null)
  useShortcuts([{ keys: '/', label: t('desk.keys.search'), run: () => box.current?.focus() }])
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) put(typed)
    if (event.key === 'Escape') put('')
  }
  const clear = (): void => {
    put('')
    box.current?.focus()
  }
  return (
    <TextInput
      ref={box}
      type="search"
      className={css.search}
      aria-label={t('desk.queue.search')}
      placeholder={t('desk.queue.searchHint')}
      value={typed}
      maxLength={200}
      onChange={(e) => setTyped(e.currentTarget.value)}
      onKeyDown={press}
      leftSection={<Glyph name="search" />}
      rightSection={typed && <CloseButton size="sm" aria-label={t('desk.queue.clearSearch')} onClick={clear} />}
    />
  )
}

/** Everyone's, mine, nobody's: the three lists a day is made of; and those of whom one stands in for. */
function useOwners(view: ListView) {
  const { t } = useI18n()
  const { member } = useMe()
  const mine = `assignee:=:${member.id}`
  const nobody = 'assignee:isEmpty:'
  const away = (useAbsences().data?.absences ?? []).filter((a) => a.now && a.substitute === member.id)
  const standing = away.map((a) => ({ label: t('inbox.standing', { name: a.name }), filter: `assignee:=:${a.member}` }))
  const own = [mine, nobody, ...standing.map((s) => s.filter)]
  const others = view.filters.filter((f) => !own.includes(f))
  const options = [
    { label: t('desk.owner.all'), filter: undefined },
    { label: t('desk.owner.mine'), filter: mine },
    { label: t('desk.owner.nobody'), filter: nobody },
    ...standing,
  ]
  const chosen = view.filters.find((f) => own.includes(f))
  return { options, others, chosen, label: options.find((o) => chosen && o.filter === chosen)?.label }
}

function Owner({ view, change }: Omit<ToolbarProps, 'queue' | 'columns'>) {
  const { t } = useI18n()
  const { options, others, chosen } = useOwners(view)
  return (
    <div className={css.owner} role="group" aria-label={t('desk.owner.label')}>
      {options.map(({ label, filter }) => (
        <button key={label} type="button" aria-pressed={chosen === filter} onClick={() => change({ filters: filter ? [...others, filter] : others })}>
          {label}
        </button>
      ))}
    </div>
  )
}

/** Which columns are shown, and taking them out as a file. */
function Tools({ queue, columns, view, change }: ToolbarProps) {
  const { t } = useI18n()
  const [open, setOpen] = useState<'columns' | 'export'>()
  const { data: views } = useViews(queue.key)
  const shown = view.columns ?? queue.columns.map((c) => ({ key: c.key }))
  const close = (): void => setOpen(undefined)
  return (
    <>
      <Button variant="default" onClick={() => setOpen('columns')}>{t('views.columns')}</Button>
      {views?.mayExport && <Button variant="default" leftSection={<Glyph name="open" />} onClick={() => setOpen('export')}>{t('views.export')}</Button>}
      {open === 'columns' && <ColumnDialog columns={columns} shown={shown} onChange={(next) => change({ columns: next })} onClose={close} />}
      {open === 'export' && <ExportDialog queue={queue.key} view={view} shown={shown.map((c) => c.key)} mayReveal={!!views?.mayReveal} onClose={close} />}
    </>
  )
}

/** What the list shows and how. On a phone all but the search is folded away, so that the cases begin on the first screen. */
export function Toolbar({ queue, columns, view, change }: ToolbarProps) {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  const controls = useId()
  const { label } = useOwners(view)
  return (
    <div className={css.toolbar}>
      <SearchBox value={view.search} onChange={(search) => change({ search })} />
      <Button variant="default" className={css.fold} data-on={!!label || undefined} aria-expanded={isOpen} aria-controls={controls} leftSection={<Glyph name="filter" />} onClick={() => setOpen((o) => !o)}>
        {label ?? t('inbox.controls')}
      </Button>
      <div id={controls} className={css.controls} data-open={isOpen || undefined}>
        <Owner view={view} change={change} />
        <ViewMenu queue={queue.key} view={view} show={(next) => change({ columns: undefined, ...next })} />
        <FilterMenu queue={queue.key} columns={columns} onAdd={(filter) => change({ filters: [...view.filters.filter((f) => f !== filter), filter] })} />
        <Tools queue={queue} columns={columns} view={view} change={change} />
      </div>
      <FilterChips columns={columns} filters={view.filters} onRemove={(filter) => change({ filters: view.filters.filter((f) => f !== filter) })} />
    </div>
  )
}
