import type { ClipboardEvent, KeyboardEvent, MouseEvent } from 'react'
import { direction } from '../../i18n/locale'
import { useI18n } from '../../i18n/I18n'
import { useEditor } from './editor'
import { ids } from './tree'

const isField = (target: EventTarget): boolean => target instanceof HTMLElement && target.matches('input, textarea, select')

/** The selection after a click: alone, one more or less, or all up to it. */
export function clicked(order: readonly string[], before: readonly string[], id: string, event: Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>): string[] {
  if (event.ctrlKey || event.metaKey) return before.includes(id) ? before.filter((each) => each !== id) : [...before, id]
  const from = order.indexOf(before.at(-1) ?? '')
  if (!event.shiftKey || from < 0) return [id]
  const to = order.indexOf(id)
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return [...before.filter((each) => !range.includes(each)), ...(from <= to ? range : range.reverse())]
}

/** The keys of the canvas and of the outline: the same in both. order are the ids that can be reached. */
export function useStructureKeys(order: () => readonly string[], rename: (id: string) => void) {
  const { draft, actions } = useEditor()
  const { locale } = useI18n()
  const inward = direction(locale) === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  const selection = (): string[] => draft.get().history.selection

  const go = (by: number, isRange: boolean): void => {
    const all = order()
    const now = all.indexOf(selection().at(-1) ?? '')
    const next = all[Math.max(0, Math.min(all.length - 1, now + by))]
    if (next) draft.select(isRange ? [...selection().filter((id) => id !== next), next] : [next])
  }

  const move = (key: string): (() => void) | undefined => {
    if (key === 'ArrowUp') return () => actions.step(-1)
    if (key === 'ArrowDown') return () => actions.step(1)
    if (key === 'ArrowLeft' || key === 'ArrowRight') return key === inward ? actions.into : actions.out
    return undefined
  }

  const chord = (key: string): (() => void) | undefined =>
    ({ d: actions.duplicate, a: () => draft.select(ids(draft.get().history.present)) })[key.toLowerCase()]

  const plain = (event: KeyboardEvent): (() => void) | undefined => {
    const active = selection().at(-1)
    const table: Record<string, (() => void) | undefined> = {
      ArrowUp: () => go(-1, event.shiftKey),
      ArrowDown: () => go(1, event.shiftKey),
      Home: () => go(-order().length, false),
      End: () => go(order().length, false),
      Delete: actions.remove,
      Backspace: actions.remove,
      '/': () => actions.askInsert(),
      Enter: active ? () => rename(active) : undefined,
      F2: active ? () => rename(active) : undefined,
      Escape: () => draft.select([]),
    }
    return table[event.key]
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isField(event.target)) return
    const isOnButton = event.target instanceof HTMLElement && event.target.closest('button') !== null
    if (isOnButton && (event.key === 'Enter' || event.key === ' ')) return
    const run = event.altKey ? move(event.key) : event.ctrlKey || event.metaKey ? chord(event.key) : plain(event)
    if (!run) return
    event.preventDefault()
    event.stopPropagation()
    run()
  }

  const clip = (isCut: boolean) => (event: ClipboardEvent): void => {
    if (isField(event.target) || selection().length === 0) return
    event.preventDefault()
    event.clipboardData.setData('text/plain', actions.copy())
    if (isCut) actions.remove()
  }

  const onPaste = (event: ClipboardEvent): void => {
    if (isField(event.target)) return
    event.preventDefault()
    actions.paste(event.clipboardData.getData('text/plain'))
  }

  return { onKeyDown, onCopy: clip(false), onCut: clip(true), onPaste }
}
