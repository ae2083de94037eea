import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'
import type { Draft, DraftView } from '../document/draft'

// One editor is open at a time, and it knows which kind of definition it edits.
const Context = createContext<Draft<never> | undefined>(undefined)

export const DraftProvider = Context.Provider

/** The draft that is open. */
export function useDraft<D extends object>(): Draft<D> {
  const draft = useContext(Context)
  if (!draft) throw new Error('useDraft outside of a builder')
  return draft as unknown as Draft<D>
}

/** The draft as it is now; the component is drawn again when it changes. */
export function useDraftView<D extends object>(): DraftView<D> {
  const draft = useDraft<D>()
  return useSyncExternalStore(draft.subscribe, draft.get)
}

/** A part of the draft; the component is drawn again only when that part is another. read gives what is kept, or a plain value. */
export function useDraftPart<D extends object, V>(read: (view: DraftView<D>) => V): V {
  const draft = useDraft<D>()
  return useSyncExternalStore(draft.subscribe, () => read(draft.get()))
}

const meetEvery = 5_000

/** Says again and again that this person is here, and saves what is unsaved when they leave. */
export function useMeeting<D extends object>(draft: Draft<D>): void {
  useEffect(() => {
    const meet = (): void => void (document.visibilityState === 'visible' && draft.meet())
    const leave = (event: BeforeUnloadEvent): void => {
      if (draft.get().save === 'saved') return
      void draft.flush()
      event.preventDefault()
    }
    meet()
    const timer = setInterval(meet, meetEvery)
    document.addEventListener('visibilitychange', meet)
    addEventListener('online', meet)
    addEventListener('beforeunload', leave)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', meet)
      removeEventListener('online', meet)
      removeEventListener('beforeunload', leave)
      void draft.flush()
      draft.stop()
    }
  }, [draft])
}
