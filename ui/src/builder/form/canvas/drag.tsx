import { DndContext, type DragEndEvent, type DragMoveEvent, DragOverlay, type DragStartEvent, PointerSensor, useSensor, useSensors } from '@dnd-kit/core'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { useI18n } from '../../../i18n/I18n'
import { fits } from '../commands'
import { useEditor } from '../editor'
import { isOpen } from '../section'
import { find, isPage, outermost, type Slot } from '../tree'
import type { Form } from '../../../fields/types'
import css from './canvas.module.css'

interface Landing {
  slot: Slot
  top: number
  left: number
  width: number
}

const Context = createContext<Landing | undefined>(undefined)

/** What is dragged: a type from the palette, or what is selected. */
const fromPalette = (id: string): string | undefined => (id.startsWith('new:') ? id.slice(4) : undefined)

const cardsOf = (list: Element, isPages: boolean): HTMLElement[] =>
  [...list.children].filter((child): child is HTMLElement => child instanceof HTMLElement && (isPages ? child.dataset.page : child.dataset.node) !== undefined)

function landingIn(list: HTMLElement, y: number): Landing {
  const parent = list.dataset.list ?? ''
  const cards = cardsOf(list, parent === '')
  const found = cards.findIndex((card) => { const r = card.getBoundingClientRect(); return y < r.top + r.height / 2 })
  const index = found < 0 ? cards.length : found
  const box = list.getBoundingClientRect()
  const next = cards[index]?.getBoundingClientRect().top
  const last = cards.at(-1)?.getBoundingClientRect().bottom
  return { slot: { parent, index }, top: next ?? last ?? box.top, left: box.left, width: box.width }
}

/** The slot under the pointer that takes what is dragged: the innermost list that may hold it. */
function landingAt(form: Form, moved: readonly string[] | undefined, x: number, y: number): Landing | undefined {
  const start = document.elementsFromPoint(x, y).find((e) => e.closest('[data-region="canvas"]'))
  const isPages = moved?.some((id) => { const spot = find(form, id); return spot && isPage(spot.node) }) ?? false
  let list = start?.closest<HTMLElement>('[data-list]') ?? start?.querySelector<HTMLElement>('[data-list]')
  const page = start?.closest('[data-page]')?.querySelector<HTMLElement>(':scope > [data-list]')
  if (list?.dataset.list === '' && !isPages) list = page
  for (; list; list = list.parentElement?.closest<HTMLElement>('[data-list]')) {
    const landing = landingIn(list, y)
    const isTaken = moved ? fits(form, moved, landing.slot) : landing.slot.parent !== '' && isOpen(form, landing.slot.parent)
    if (isTaken) return landing
  }
  return undefined
}

function pointerOf({ activatorEvent, delta }: DragMoveEvent): { x: number; y: number } {
  const { clientX = 0, clientY = 0 } = activatorEvent as PointerEvent
  return { x: clientX + delta.x, y: clientY + delta.y }
}

const silent = { onDragStart: () => undefined, onDragMove: () => undefined, onDragOver: () => undefined, onDragEnd: () => undefined, onDragCancel: () => undefined }

function useDrag() {
  const { draft, actions } = useEditor()
  const { find: say } = useI18n()
  const [held, setHeld] = useState('')
  const [landing, setLanding] = useState<Landing>()
  const form = (): Form => draft.get().history.present
  const movedWith = (id: string): string[] | undefined => {
    if (fromPalette(id)) return undefined
    const { selection } = draft.get().history
    return outermost(form(), selection.includes(id) ? selection : [id])
  }
  const nameOf = (id: string): string => {
    const type = fromPalette(id)
    const node = find(form(), id)?.node
    return type ? (say(`builder.type.${type}`) ?? type) : node ? actions.nameOf(node) : ''
  }
  const done = (): void => {
    setHeld('')
    setLanding(undefined)
  }
  return {
    held, landing,
    on: {
      onDragStart: ({ active }: DragStartEvent): void => setHeld((active.data.current as { name?: string } | undefined)?.name ?? nameOf(String(active.id))),
      onDragMove: (event: DragMoveEvent): void => {
        const { x, y } = pointerOf(event)
        setLanding(landingAt(form(), movedWith(String(event.active.id)), x, y))
      },
      onDragEnd: ({ active }: DragEndEvent): void => {
        const id = String(active.id)
        const type = fromPalette(id)
        if (landing && type) actions.add(type, landing.slot)
        else if (landing) actions.moveTo(landing.slot, movedWith(id))
        done()
      },
      onDragCancel: done,
    },
  }
}

/** Dragging from the palette and on the canvas. The keyboard has its own ways, which say what they do. */
export function Dragging({ children }: { children: ReactNode }) {
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }))
  const { held, landing, on } = useDrag()
  const overlay = useMemo(() => (held ? <div className={css.ghost}>{held}</div> : null), [held])
  return (
    <DndContext sensors={sensors} accessibility={{ announcements: silent, screenReaderInstructions: { draggable: '' } }} {...on}>
      <Context value={landing}>{children}</Context>
      <DragOverlay dropAnimation={null}>{overlay}</DragOverlay>
    </DndContext>
  )
}

/** Where it would land. */
export function DropLine() {
  const landing = useContext(Context)
  if (!landing) return null
  return <div className={css.line} style={{ insetBlockStart: landing.top - 2, left: landing.left, inlineSize: landing.width }} aria-hidden="true" />
}
