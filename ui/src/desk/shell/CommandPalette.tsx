import { Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { api, ask } from '../../api/client'
import { useI18n } from '../../i18n/I18n'
import { Glyph } from '../parts/Glyph'
import parts from '../parts/parts.module.css'
import { keys } from '../query/keys'
import { useQueues } from '../query/queues'
import { may } from '../query/session'
import { useFound } from '../query/views'
import { useMe } from '../session/RequireSession'
import css from './CommandPalette.module.css'
import { type Command, isMac, keyName, useCommandRegistry } from './commands'
import { placesFor } from './Rail'
import { search } from './search'

/** Enough to choose from; who sees more types more. */
const most = 60

/** Where one can go from everywhere: queues, places, definitions. */
function usePlaces(): Command[] {
  const { t, text } = useI18n()
  const navigate = useNavigate()
  const me = useMe()
  const { data: queues = [] } = useQueues()
  const canRead = may(me, 'definition', 'read')
  const canWrite = may(me, 'definition', 'write')
  const { data: definitions = [] } = useQuery({ queryKey: keys.definitions, queryFn: () => ask(api.GET('/definitions')).then((r) => r.definitions), enabled: canRead })
  const go = (to: string) => (): void => void navigate(to)
  const kinds = ['form', 'checklist', 'pipeline'] as const
  return [
    ...queues.map((q) => ({ id: `queue ${q.key}`, title: text(q.name), group: t('palette.queues'), run: go(`/queues/${q.key}`) })),
    ...placesFor(me).map((p) => ({ id: p.to, title: t(p.label), group: t('palette.pages'), run: go(p.to) })),
    ...(canWrite ? kinds.map((kind) => ({ id: `new ${kind}`, title: t(`desk.definitions.new.${kind}`), group: t('palette.do'), run: go(`/builder/${kind}`) })) : []),
    ...definitions.map((d) => ({
      id: `${d.kind} ${d.key}`, title: text(d.title) || d.key, group: t(`desk.kind.${d.kind}`), words: d.key,
      run: go(canWrite ? `/builder/${d.kind}/${d.key}` : `/definitions/${d.kind}/${d.key}`),
    })),
  ]
}

/** Cases of all queues that are called or numbered so. */
function useCases(wanted: string): Command[] {
  const { t, text } = useI18n()
  const navigate = useNavigate()
  const { data: cases = [] } = useFound(wanted)
  if (wanted.trim().length < 2) return []
  return cases.map((c) => ({
    id: `case ${c.id}`, title: [c.name || t('desk.case.unnamed'), c.identity].filter(Boolean).join(' · '), where: `${c.reference} · ${text(c.queueName)}`,
    group: t('views.cases'), run: () => void navigate(`/cases/${c.id}?queue=${encodeURIComponent(c.queue)}`),
  }))
}

interface ListProps {
  found: readonly Command[]
  at: number
  id: string
  label: string
  onPick: (command: Command) => void
}

/** What was found, under the headings of its groups. */
function List({ found, at, id, label, onPick }: ListProps) {
  const groups = new Map<string, Command[]>()
  for (const command of found) groups.set(command.group, [...(groups.get(command.group) ?? []), command])
  return (
    <div role="listbox" id={id} aria-label={label} className={css.list} tabIndex={-1}>
      {[...groups].map(([group, commands]) => (
        <div key={group} role="group" aria-label={group}>
          <p className={css.group} aria-hidden="true">{group}</p>
          {commands.map((command) => {
            const isAt = found[at] === command
            return (
              <div key={command.id} id={`${id}-${found.indexOf(command)}`} role="option" aria-selected={isAt} className={css.option} ref={(it) => { if (isAt) it?.scrollIntoView({ block: 'nearest' }) }} onClick={() => onPick(command)}>
                <bdi className={css.name}>{command.title}</bdi>
                {command.where && <bdi className={css.where}>{command.where}</bdi>}
                {command.keys && <kbd className={parts.kbd} dir="ltr">{keyName(command.keys)}</kbd>}
              </div>
            )
          })}
        </div>
      ))}
    </div>
  )
}

/** In the order in which the groups stand, so that the arrows go as the eye does. */
function grouped(found: readonly Command[]): Command[] {
  const order = [...new Set(found.map((c) => c.group))]
  return order.flatMap((group) => found.filter((c) => c.group === group))
}

function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useI18n()
  const registry = useCommandRegistry()
  const [offered] = useState(() => registry.all())
  const places = usePlaces()
  const [wanted, setWanted] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const [before] = useState(() => document.activeElement)
  const chosen = useRef<Command>(undefined)
  // The focus goes back to where it was; a command begins from there, and may take it elsewhere.
  useEffect(() => () => {
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    if (chosen.current) setTimeout(chosen.current.run)
  }, [before])
  const cases = useCases(wanted)
  const found = grouped([...search([...offered, ...places], wanted).slice(0, most), ...cases])
  const pick = (command: Command): void => {
    chosen.current = command
    onClose()
  }
  const press = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by) setAt((at + by + found.length) % Math.max(1, found.length))
    else if (event.key === 'Enter' && found[at] && !event.nativeEvent.isComposing) pick(found[at])
    else return
    event.preventDefault()
  }
  return (
    <Modal opened onClose={onClose} title={t('palette.title')} size="lg" returnFocus={false} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('desk.close') }}>
      <TextInput
        className={css.search} data-autofocus role="combobox" aria-expanded="true" aria-controls={id} aria-autocomplete="list" aria-activedescendant={found[at] && `${id}-${at}`}
        aria-label={t('palette.search')} placeholder={t('palette.search')} leftSection={<Glyph name="search" />} value={wanted} onKeyDown={press}
        onChange={(e) => { setWanted(e.currentTarget.value); setAt(0) }}
      />
      <p className={css.count} role="status">{found.length === 0 ? t('palette.none') : t('palette.count', { n: found.length })}</p>
      <List found={found} at={at} id={id} label={t('palette.title')} onPick={pick} />
    </Modal>
  )
}

/** Ctrl+K (⌘K on a Mac) opens the list of all that can be done here. */
export function CommandPalette({ isOpen, onOpen, onClose }: { isOpen: boolean; onOpen: () => void; onClose: () => void }) {
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent): void => {
      const mod = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
      if (!mod || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      if (isOpen) onClose()
      else if (!document.querySelector('[role="dialog"]')) onOpen()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [isOpen, onOpen, onClose])
  return isOpen ? <Palette onClose={onClose} /> : null
}
