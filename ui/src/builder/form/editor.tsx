import { createContext, type ReactNode, type RefObject, useCallback, useContext, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { Form } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import type { Draft } from '../document/draft'
import { useAnnounce } from '../frame/Announcer'
import { type Content, useContent } from '../frame/content'
import { useDraft } from '../frame/draftContext'
import { type Actions, actionsOf } from './actions'
import type { Slot } from './tree'

/** A dialog that is open over the editor. */
export type Asked = { kind: 'insert'; slot: Slot } | { kind: 'move' } | undefined

/** What the parts of the form editor share. It does not change while the form does. */
export interface Editor {
  draft: Draft<Form>
  content: Content
  actions: Actions
  /** The field whose label is being written on the canvas. */
  editing: string
  setEditing: (id: string) => void
  asked: Asked
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

export function EditorProvider({ children }: { children: ReactNode }) {
  const i18n = useI18n()
  const draft = useDraft<Form>()
  const content = useContent()
  const announce = useAnnounce()
  const [editing, setEditing] = useState('')
  const [asked, setAsked] = useState<Asked>()
  const region = useRef('')
  const ask = useCallback((next: Asked) => setAsked(next), [])
  const actions = useMemo(() => actionsOf({ draft, i18n, announce, content, ask, edit: setEditing }), [draft, i18n, announce, content, ask])
  const editor = useMemo(() => ({ draft, content, actions, editing, setEditing, asked, ask, region }), [draft, content, actions, editing, asked, ask])
  return <Context value={editor}>{children}</Context>
}
