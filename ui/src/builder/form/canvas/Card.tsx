import { useDraggable } from '@dnd-kit/core'
import { ActionIcon } from '@mantine/core'
import { memo, type MouseEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { Chip } from '../../../desk/parts/Chip'
import { Glyph } from '../../../desk/parts/Glyph'
import type { Field } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useContent } from '../../frame/content'
import { holders } from '../commands'
import { useEditor, useHoldsMark, useIsEditing, useMark } from '../editor'
import { useSentence } from '../rules/useSentence'
import { ids } from '../tree'
import { clicked } from '../useStructureKeys'
import css from './canvas.module.css'
import { Face } from './Face'
import { InlineLabel } from './InlineLabel'
import { useNear } from '../../frame/near'

/** Keeps the selected thing in sight, and the focus on it while the person works in this part of the screen. */
export function useFollow(id: string, isActive: boolean, region: string) {
  const editor = useEditor()
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const it = element.current
    if (!isActive || !it) return
    it.scrollIntoView({ block: 'nearest' })
    const now = document.activeElement
    const isFree = !now || now === document.body || (now.closest(`[data-region="${region}"]`) !== null && !now.matches('input, textarea'))
    if (editor.region.current === region && isFree && now?.closest('[data-node], [data-item]') !== it) it.focus({ preventScroll: true })
  }, [isActive, region, editor.region, id])
  return element
}

/** Selecting by click and drag, for pages and fields alike. */
export function useSelectable(id: string) {
  const { draft, setEditing } = useEditor()
  return {
    onClick: (event: MouseEvent): void => {
      event.stopPropagation()
      const { present, selection } = draft.get().history
      draft.select(clicked(ids(present), selection, id, event))
    },
    onDoubleClick: (event: MouseEvent): void => {
      event.stopPropagation()
      setEditing(id)
    },
  }
}

function Pencil() {
  return (
    <svg width="14" height="14" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d="m10.5 3 2.5 2.5-7.5 7.5H3v-2.5z" />
    </svg>
  )
}

function Tools({ field }: { field: Field }) {
  const { t } = useI18n()
  const { actions, setEditing } = useEditor()
  const act = (run: () => void) => (event: MouseEvent): void => {
    event.stopPropagation()
    run()
  }
  const tool = (label: string, keys: string, run: () => void, children: ReactNode): ReactNode => (
    <ActionIcon size={26} aria-label={label} title={`${label} (${keys})`} onClick={act(run)}>{children}</ActionIcon>
  )
  const asks = !['statement', 'computed', 'group'].includes(field.type)
  return (
    <div className={css.tools} onDoubleClick={(e) => e.stopPropagation()}>
      {asks && <button type="button" className={css.require} aria-pressed={field.required === true} onClick={act(() => actions.require(field.id))}>{t('builder.property.required')}</button>}
      {tool(t('builder.rename'), 'F2', () => setEditing(field.id), <Pencil />)}
      {tool(t('builder.duplicate'), 'Ctrl+D', actions.duplicate, <Glyph name="copy" />)}
      {tool(t('builder.delete'), 'Del', actions.remove, <Glyph name="close" />)}
    </div>
  )
}

function Marks({ field }: { field: Field }) {
  const { t } = useI18n()
  const sentence = useSentence()
  const required = field.requiredWhen && t('builder.mark.required', { rule: sentence(field.requiredWhen) })
  const visible = field.visibleWhen && t('builder.mark.visible', { rule: sentence(field.visibleWhen) })
  if (!required && !visible && !field.staffOnly && !field.formula) return null
  return (
    <div className={css.marks}>
      {field.staffOnly && <Chip glyph="user">{t('builder.property.staffOnly')}</Chip>}
      {visible && <p>{visible}</p>}
      {required && <p>{required}</p>}
      {field.formula && <p>{t('builder.mark.formula')} <code dir="ltr">{sentence(field.formula)}</code></p>}
    </div>
  )
}

function Inside({ field }: { field: Field }) {
  const { t } = useI18n()
  const { read } = useContent()
  return (
    <div className={css.group}>
      <p className={css.legend}>{read(field.label) || field.key}</p>
      {read(field.hint) && <p className={css.hint}>{read(field.hint)}</p>}
      {field.type === 'repeat' && <p className={css.row}>{t('builder.canvas.row')}</p>}
      <List parent={field.id} fields={field.fields ?? []} />
    </div>
  )
}

/** The fields of a page or group, with room to drop one. */
export const List = memo(function List({ parent, fields }: { parent: string; fields: readonly Field[] }) {
  const { t } = useI18n()
  return (
    <div className={css.list} data-list={parent}>
      {fields.map((field) => <Card key={field.id} field={field} />)}
      {fields.length === 0 && <p className={css.nothing}>{t('builder.canvas.dropHere')}</p>}
    </div>
  )
})

function useName(field: Field): string {
  const { t, find } = useI18n()
  const { read } = useContent()
  const parts = [read(field.label) || field.key, find(`builder.type.${field.type}`) ?? field.type]
  if (field.required) parts.push(t('builder.property.required'))
  return parts.join(', ')
}

interface FullProps {
  field: Field
  isActive: boolean
  element: RefObject<HTMLDivElement | null>
}

/** What a field shows when it is near: how it looks, what can be done with it; it can be dragged. */
function Full({ field, isActive, element }: FullProps) {
  const { read } = useContent()
  const isEditing = useIsEditing(field.id)
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: field.id })
  useEffect(() => {
    setNodeRef(element.current)
    return () => setNodeRef(null)
  }, [element, setNodeRef])
  return (
    <div className={css.full} data-dragged={isDragging || undefined} {...listeners}>
      {isActive && !isEditing && <Tools field={field} />}
      {isEditing && <InlineLabel id={field.id} value={read(field.label)} />}
      {holders.has(field.type) ? <Inside field={field} /> : <Face field={field} />}
      <Marks field={field} />
    </div>
  )
}

/** One field on the canvas. Drawn anew only when it changes itself: unchanged fields are the same objects. */
export const Card = memo(function Card({ field }: { field: Field }) {
  const mark = useMark(field.id)
  const { read } = useContent()
  const element = useFollow(field.id, mark === 'active', 'canvas')
  const { isNear, height } = useNear(field.id, element)
  const holdsMark = useHoldsMark(field) // what is selected inside a far group has to be there to be reached
  const isFull = isNear || holdsMark || mark === 'active'
  return (
    <div
      ref={element} className={css.card} data-node={field.id} data-mark={mark || undefined} data-holder={holders.has(field.type) || undefined} data-far={!isFull || undefined}
      style={isFull ? undefined : { blockSize: height || undefined }}
      role="group" aria-label={useName(field)} aria-current={mark !== '' || undefined} tabIndex={mark === 'active' ? 0 : -1} {...useSelectable(field.id)}
    >
      {isFull ? <Full field={field} isActive={mark === 'active'} element={element} /> : read(field.label) || field.key}
    </div>
  )
})
