import { Button, TextInput } from '@mantine/core'
import { memo, type MouseEvent, useMemo, useState } from 'react'
import { Glyph } from '../../../desk/parts/Glyph'
import type { Field, Form, Page, Text } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useContent } from '../../frame/content'
import { useFollow } from '../canvas/Card'
import { markOf } from '../catalogue'
import { useEditor, useForm, useMark, useSelection } from '../editor'
import { isLink, lockOf } from '../section'
import { find, isPage, type Slot, walk } from '../tree'
import { clicked, useStructureKeys } from '../useStructureKeys'
import css from './outline.module.css'
import { folded } from '../../../desk/shell/search'

interface Row {
  node: Page | Field
  level: number
  position: number
  size: number
  /** It belongs to the copy of a section. */
  isLocked: boolean
}

/** The lines that are open, or those that were searched with what stands above them. */
function rowsOf(form: Form, closed: ReadonlySet<string>, wanted: string, read: (text: Text | undefined) => string): Row[] {
  const found = new Set<string>()
  if (wanted) {
    walk(form, ({ node, above }) => {
      const name = `${read(isPage(node) ? node.title : node.label)} ${node.key}`
      if (folded(name).includes(folded(wanted))) [node, ...above].forEach((each) => found.add(each.id))
    })
  }
  const rows: Row[] = []
  walk(form, ({ node, above, list, index }) => {
    if (wanted ? !found.has(node.id) : above.some((each) => closed.has(each.id))) return
    rows.push({ node, level: above.length + 1, position: index + 1, size: list.length, isLocked: above.some(isLink) })
  })
  return rows
}

interface ItemProps extends Row {
  isOpen: boolean
  isFirst: boolean
  order: () => string[]
  onToggle: (id: string) => void
}

const Item = memo(function Item({ node, level, position, size, isLocked, isOpen, isFirst, order, onToggle }: ItemProps) {
  const { t } = useI18n()
  const { draft } = useEditor()
  const { read } = useContent()
  const mark = useMark(node.id)
  const element = useFollow(node.id, mark === 'active', 'outline')
  const holds = node.fields !== undefined
  const name = read(isPage(node) ? node.title : node.label) || node.key
  const isALink = isLink(node)
  const click = (event: MouseEvent): void => draft.select(clicked(order(), draft.get().history.selection, node.id, event))
  const toggle = (event: MouseEvent): void => {
    event.stopPropagation()
    onToggle(node.id)
  }
  return (
    <div
      ref={element} role="treeitem" data-item={node.id} className={css.item} style={{ paddingInlineStart: `${(level - 1) * 14 + 4}px` }} data-page={isPage(node) || undefined} data-locked={isLocked || undefined}
      aria-level={level} aria-posinset={position} aria-setsize={size} aria-selected={mark !== ''} aria-expanded={holds ? isOpen : undefined} aria-label={isALink ? t('section.named', { name }) : isLocked ? t('section.lockedName', { name }) : name}
      tabIndex={mark === 'active' || isFirst ? 0 : -1} onClick={click}
    >
      {holds ? <span className={css.twist} data-open={isOpen || undefined} aria-hidden="true" onClick={toggle}><Glyph name="forward" size={10} /></span> : <span className={css.twist} />}
      <span className={css.mark} data-sign={isPage(node) ? '▤' : isALink ? '§' : markOf(node.type)} aria-hidden="true" />
      <span className={css.name}>{name}</span>
      {!isPage(node) && node.required && <span className={css.owed} aria-hidden="true" />}
    </div>
  )
})

function beside(form: Form, id: string, by: 0 | 1): Slot | undefined {
  const spot = find(form, lockOf(form, id)?.id ?? id)
  if (!spot) return undefined
  if (isPage(spot.node)) return { parent: spot.node.id, index: by === 0 ? 0 : spot.node.fields.length }
  return { parent: spot.above.at(-1)?.id ?? '', index: spot.index + by }
}

/** What can be done with the selection, as buttons: nothing here needs to be known by heart. */
function Bar() {
  const { t } = useI18n()
  const { draft, actions } = useEditor()
  const selection = useSelection()
  const add = (by: 0 | 1) => (): void => actions.askInsert(beside(draft.get().history.present, selection.at(-1) ?? '', by))
  if (selection.length === 0) return <p className={css.help}>{t('builder.outline.help')}</p>
  return (
    <div className={css.bar} role="toolbar" aria-label={t('builder.outline.actions')}>
      <Button size="compact-xs" variant="default" onClick={() => actions.step(-1)}>{t('builder.up')}</Button>
      <Button size="compact-xs" variant="default" onClick={() => actions.step(1)}>{t('builder.down')}</Button>
      <Button size="compact-xs" variant="default" onClick={() => actions.ask({ kind: 'move' })}>{t('builder.moveTo')}</Button>
      <Button size="compact-xs" variant="default" onClick={add(0)}>{t('builder.addBefore')}</Button>
      <Button size="compact-xs" variant="default" onClick={add(1)}>{t('builder.addAfter')}</Button>
      <Button size="compact-xs" variant="default" onClick={actions.duplicate}>{t('builder.duplicate')}</Button>
      <Button size="compact-xs" variant="default" onClick={actions.remove}>{t('builder.delete')}</Button>
    </div>
  )
}

function useOutline() {
  const form = useForm()
  const { read } = useContent()
  const [search, setSearch] = useState('')
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => rowsOf(form, closed, search.trim(), read), [form, closed, search, read])
  const [state] = useState<{ rows: Row[] }>(() => ({ rows }))
  state.rows = rows
  const [order] = useState(() => () => state.rows.map((row) => row.node.id))
  const [toggle] = useState(() => (id: string) => setClosed((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id])))
  return { rows, search, setSearch, closed, toggle, order }
}

/** The form as a tree: an editor of its own for the keyboard, equal to the canvas. */
export function Outline() {
  const { t } = useI18n()
  const { rows, search, setSearch, closed, toggle, order } = useOutline()
  const { draft, actions } = useEditor()
  const keys = useStructureKeys(order, (id) => { if (actions.areFree([id])) document.querySelector<HTMLElement>('[data-label]')?.focus() })
  const selection = useSelection()
  const hasActive = rows.some((row) => row.node.id === selection.at(-1))
  // The line that got the focus, not the first: the bar comes up above them, and a click would miss what moves away under it.
  const select = (target: HTMLElement): void => {
    const id = target.dataset.item
    if (id && !hasActive) draft.select([id])
  }
  return (
    <div className={css.outline}>
      <TextInput type="search" aria-label={t('builder.outline.search')} placeholder={t('builder.outline.search')} value={search} onChange={(e) => setSearch(e.currentTarget.value)} />
      <Bar />
      <div className={css.tree} role="tree" aria-label={t('builder.outline.title')} aria-multiselectable="true" data-region="outline" onFocus={(e) => e.target.matches('[role="treeitem"]') && select(e.target as HTMLElement)} {...keys}>
        {rows.map((row, i) => <Item key={row.node.id} {...row} isOpen={!closed.has(row.node.id)} isFirst={i === 0 && !hasActive} order={order} onToggle={toggle} />)}
      </div>
      {rows.length === 0 && <p className={css.help}>{t('builder.outline.none')}</p>}
      <Button variant="default" leftSection={<Glyph name="plus" />} onClick={actions.addPage}>{t('builder.page.add')}</Button>
    </div>
  )
}
