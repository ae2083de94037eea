import { useDraggable } from '@dnd-kit/core'
import { ActionIcon, Button } from '@mantine/core'
import { memo, type MouseEvent } from 'react'
import { Chip } from '../../../desk/parts/Chip'
import { Glyph } from '../../../desk/parts/Glyph'
import type { Page } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useContent } from '../../frame/content'
import { useEditor, useIsEditing, useMark } from '../editor'
import { useSentence } from '../rules/useSentence'
import { List, useFollow, useSelectable } from './Card'
import css from './canvas.module.css'
import { InlineLabel } from './InlineLabel'

function Tools({ id }: { id: string }) {
  const { t } = useI18n()
  const { actions, setEditing } = useEditor()
  const tool = (label: string, keys: string, run: () => void, glyph: 'up' | 'down' | 'copy' | 'close') => (
    <ActionIcon size={26} aria-label={label} title={`${label} (${keys})`} onClick={(e: MouseEvent) => { e.stopPropagation(); run() }}><Glyph name={glyph} /></ActionIcon>
  )
  return (
    <div className={css.tools}>
      <button type="button" className={css.require} onClick={(e) => { e.stopPropagation(); setEditing(id) }}>{t('builder.rename')}</button>
      {tool(t('builder.up'), 'Alt+↑', () => actions.step(-1), 'up')}
      {tool(t('builder.down'), 'Alt+↓', () => actions.step(1), 'down')}
      {tool(t('builder.duplicate'), 'Ctrl+D', actions.duplicate, 'copy')}
      {tool(t('builder.delete'), 'Del', actions.remove, 'close')}
    </div>
  )
}

function Heading({ page, number }: { page: Page; number: number }) {
  const { t } = useI18n()
  const { read } = useContent()
  const isEditing = useIsEditing(page.id)
  const mark = useMark(page.id)
  const sentence = useSentence()
  const { setNodeRef, listeners } = useDraggable({ id: page.id })
  const element = useFollow(page.id, mark === 'active', 'canvas')
  const title = read(page.title) || page.key
  return (
    <div
      ref={(it) => { setNodeRef(it); element.current = it }} className={css.heading} data-node={page.id} data-mark={mark || undefined}
      role="group" aria-label={t('builder.page.named', { n: number, name: title })} aria-current={mark !== '' || undefined} tabIndex={mark === 'active' ? 0 : -1} {...useSelectable(page.id)} {...listeners}
    >
      {mark === 'active' && !isEditing && <Tools id={page.id} />}
      <p className={css.number}>{t('builder.page.number', { n: number })}{page.staffOnly && <Chip glyph="user">{t('builder.property.staffOnly')}</Chip>}</p>
      {isEditing ? <InlineLabel id={page.id} value={read(page.title)} /> : <h2 className={css.pageTitle}>{title}</h2>}
      {read(page.description) && <p>{read(page.description)}</p>}
      {page.visibleWhen && <div className={css.marks}><p>{t('builder.mark.visible', { rule: sentence(page.visibleWhen) })}</p></div>}
    </div>
  )
}

/** One page of the form with its fields. */
export const PageSection = memo(function PageSection({ page, number }: { page: Page; number: number }) {
  const { t } = useI18n()
  const { actions } = useEditor()
  return (
    <section className={css.page} data-page={page.id} onClick={(e) => e.stopPropagation()}>
      <Heading page={page} number={number} />
      <List parent={page.id} fields={page.fields} />
      <Button variant="default" className={css.add} leftSection={<Glyph name="plus" />} onClick={() => actions.askInsert({ parent: page.id, index: page.fields.length })}>{t('builder.add')}</Button>
    </section>
  )
})
