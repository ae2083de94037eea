import { ActionIcon, Button } from '@mantine/core'
import { type KeyboardEvent, useRef } from 'react'
import { Chip } from '../../desk/parts/Chip'
import { Empty } from '../../desk/parts/Empty'
import { Glyph, type GlyphName } from '../../desk/parts/Glyph'
import { type Action, press } from '../pipeline/actions'
import { useSpeech } from '../pipeline/editing'
import css from '../pipeline/editor.module.css'
import { type Finding, isError } from '../pipeline/findings'
import { durationIn } from '../pipeline/words'
import type { Checklist, Item, ItemKind } from './types'

const glyphs: Record<ItemKind, GlyphName> = { form: 'form', document: 'copy', signature: 'shield', reading: 'eye', payment: 'key', staffTask: 'people' }

interface ItemListProps {
  list: Checklist
  selected: string
  findings: ReadonlyMap<string, readonly Finding[]>
  actionsOf: (key: string) => readonly Pick<Action, 'keys' | 'isOff' | 'run'>[]
  onSelect: (key: string) => void
  onOpen: () => void
  onAdd: () => void
}

/** What an item says beside its title. */
function useNote(list: Checklist): (item: Item) => string {
  const i18n = useSpeech()
  const { t, text } = i18n
  return (item) => {
    const after = (item.after ?? []).map((key) => text(list.items.find((each) => each.key === key)?.title) || key)
    return [t(`flow.list.kind.${item.kind}`), after.length > 0 && t('flow.list.waits', { names: i18n.list(after) }), item.due && t('flow.list.dueIn', { time: durationIn(i18n, item.due) })].filter(Boolean).join(' · ')
  }
}

function Marks({ findings = [] }: { findings?: readonly Finding[] }) {
  const { t } = useSpeech()
  if (findings.length === 0) return null
  return <Chip tone={findings.some(isError) ? 'danger' : 'warn'} glyph="unavailable">{t('flow.findings.count', { n: findings.length })}</Chip>
}

/** The items in their order. Arrow keys walk, with Alt they move. */
export function ItemList({ list, selected, findings, actionsOf, onSelect, onOpen, onAdd }: ItemListProps) {
  const { t, text } = useSpeech()
  const note = useNote(list)
  const root = useRef<HTMLUListElement>(null)
  const add = <Button leftSection={<Glyph name="plus" />} onClick={onAdd}>{t('flow.list.add')}</Button>
  const onKeyDown = (event: KeyboardEvent, i: number): void => {
    const step = event.altKey ? 0 : event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const to = step !== 0 ? list.items[i + step] : undefined
    if (to) {
      onSelect(to.key)
      root.current?.querySelector<HTMLElement>(`[data-item="${to.key}"]`)?.focus()
    }
    if (step !== 0 || press(actionsOf(list.items[i]!.key) as Action[], event)) event.preventDefault()
  }
  if (list.items.length === 0) return <Empty title={t('flow.list.empty')} glyph="form" action={add}>{t('flow.list.about')}</Empty>
  return (
    <div className={css.outline}>
      <div className={css.toolbar}>
        <p className={css.about}>{t('flow.list.about')}</p>
        <ActionIcon variant={selected === '' ? 'light' : 'subtle'} size={30} aria-label={t('flow.list.settings')} title={t('flow.list.settings')} aria-pressed={selected === ''} onClick={() => onSelect('')}><Glyph name="form" /></ActionIcon>
        {add}
      </div>
      <ul ref={root} className={css.members}>
        {list.items.map((item, i) => (
          <li key={item.key}>
            <button type="button" data-item={item.key} aria-current={item.key === selected || undefined} onClick={() => onSelect(item.key)} onDoubleClick={onOpen} onKeyDown={(event) => onKeyDown(event, i)}>
              <Glyph name={glyphs[item.kind] ?? 'form'} />
              <span className={css.lineText}><bdi>{text(item.title) || item.key}</bdi><small>{note(item)}</small></span>
              <Marks findings={findings.get(item.key)} />
            </button>
          </li>
        ))}
      </ul>
      <p className={css.keys}>{t('flow.list.keys')}</p>
    </div>
  )
}
