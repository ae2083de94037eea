import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, type RefObject, useContext, useDeferredValue, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { Field, Form, Page } from '../../fields/types'
import { useSay } from '../../desk/parts/toast'
import { useI18n } from '../../i18n/I18n'
import { Cell } from '../document/cell'
import type { Draft } from '../document/draft'
import { useAnnounce } from '../frame/Announcer'
import { type Content, useContent } from '../frame/content'
import { useDraft } from '../frame/draftContext'
import { type Actions, actionsOf } from './actions/actions'
import { type Known, useOutside } from './outside'
import type { Wanted } from './Refactoring'
import { newestOf } from './sections/server'
import { find, holds, type Slot } from './tree'

/** A dialog that is open over the editor. */
export type Asked = { kind: 'insert'; slot: Slot } | { kind: 'move' } | { kind: 'refactor'; wanted: Wanted } | { kind: 'locked' | 'update'; id: string } | { kind: 'make' } | undefined

/** What the parts of the form editor share. It does not change while the form does. */
export interface Editor {
  draft: Draft<Form>
  content: Content
  actions: Actions
  /** The field whose label is being written on the canvas. */
  editing: Cell<string>
  setEditing: (id: string) => void
  asked: Cell<Asked>
  /** What other definitions name of this form, as far as it is known. */
  outside: Cell<Known>
  ask: (asked: Asked) => void
  /** Where the person works: the focus follows the selection there, and nowhere else. */
  region: RefObject<string>
}

const Context = createContext<Editor | undefined>(undefined)

export function useEditor(): Editor {
  const editor = useContext(Context)
  if (!editor) throw new Error('useEditor outside of FormEditor')
  return editor
}

/** The form as it is now. */
export function useForm(): Form {
  const draft = useDraft<Form>()
  return useSyncExternalStore(draft.subscribe, () => draft.get().history.present)
}

/** A page or a field as it is now, undefined when there is none: drawn anew only when it changes itself. */
export function useNode(id: string): Page | Field | undefined {
  const draft = useDraft<Form>()
  return useSyncExternalStore(draft.subscribe, () => (id === '' ? undefined : find(draft.get().history.present, id)?.node))
}

/** The form a moment later: for what may lag behind the letters of a word. */
export const useLateForm = (): Form => useDeferredValue(useForm())

export function useSelection(): string[] {
  const draft = useDraft<Form>()
  return useSyncExternalStore(draft.subscribe, () => draft.get().history.selection)
}

/** Whether something is selected, and whether it is the last that was: drawn anew only when that changes. */
export function useMark(id: string): 'active' | 'selected' | '' {
  const draft = useDraft<Form>()
  return useSyncExternalStore(draft.subscribe, () => {
    const { selection } = draft.get().history
    return selection.at(-1) === id ? 'active' : selection.includes(id) ? 'selected' : ''
  })
}

/** Whether the last thing that was selected lies inside a field: drawn anew only when that changes. */
export function useHoldsMark(field: Field): boolean {
  const draft = useDraft<Form>()
  return useSyncExternalStore(draft.subscribe, () => holds(field, draft.get().history.selection.at(-1)))
}

/** Whether the label of something is being written on the canvas. */
export function useIsEditing(id: string): boolean {
  const { editing } = useEditor()
  return useSyncExternalStore(editing.subscribe, () => editing.get() === id)
}

export function EditorProvider({ children }: { children: ReactNode }) {
  const i18n = useI18n()
  const draft = useDraft<Form>()
  const content = useContent()
  const announce = useAnnounce()
  const [editing] = useState(() => new Cell(''))
  const [asked] = useState(() => new Cell<Asked>(undefined))
  const [outside] = useState(() => new Cell<Known>(undefined))
  useOutside(draft.get().history.present.key, outside)
  const region = useRef('')
  const client = useQueryClient()
  const say = useSay()
  const actions = useMemo(
    () => actionsOf({ draft, i18n, announce, content, outside, ask: asked.set, edit: editing.set, section: (key) => newestOf(client, key), complain: (text) => say(text, { tone: 'danger' }) }),
    [draft, i18n, announce, content, outside, asked, editing, client, say],
  )
  const editor = useMemo(() => ({ draft, content, actions, editing, setEditing: actions.edit, asked, outside, ask: asked.set, region }), [draft, content, actions, editing, asked, outside])
  return <Context value={editor}>{children}</Context>
}
