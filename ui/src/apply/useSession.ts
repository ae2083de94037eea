import { useEffect, useMemo, useRef } from 'react'
import { useI18n } from '../i18n/I18n'
import { type Case, useCase } from './caseContext'
import { openSession, type Session } from './session'

/** Saves at the moments when the page may go away, and when the network comes back. */
function useSavingMoments({ autosave, close }: Session): void {
  useEffect(() => {
    const leave = (): void => autosave.flush(true)
    const hide = (): void => {
      if (document.visibilityState === 'hidden') leave()
    }
    const back = (): void => autosave.flush()
    document.addEventListener('visibilitychange', hide)
    window.addEventListener('pagehide', leave)
    window.addEventListener('online', back)
    if (autosave.hasPending) autosave.flush()
    return () => {
      document.removeEventListener('visibilitychange', hide)
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('online', back)
      close()
    }
  }, [autosave, close])
}

/** The session of a case; one for as long as the case stays in the same stage of the same version. */
export function useSession(current: Case): Session {
  const { take, lose, load } = useCase()
  const i18n = useI18n()
  const latest = useRef(i18n)
  latest.current = i18n
  const first = useRef(current)
  first.current = current
  const opened = useRef<Pick<Case, 'id' | 'formVersion'>>(undefined)
  const session = useMemo(
    () => {
      const { id, formVersion } = first.current
      const isMoved = opened.current?.id === id && opened.current.formVersion !== formVersion
      opened.current = { id, formVersion }
      return openSession(first.current, {
        locale: () => latest.current.locale,
        onSaved: ({ revision, progress, pages, savedAt, facts }) => take((c) => ({ ...c, revision, progress, pages, savedAt, facts })),
        onMerged: (keys, store) => store.setNotes(new Map(keys.map((k) => [`/${k}`, latest.current.t('apply.save.merged')]))),
        onSignedOut: lose,
        onConflict: () => void load(),
      }, isMoved)
    },
    // A case that moved on is looked at afresh. // eslint-disable-next-line react-hooks/exhaustive-deps
    [current.id, current.stage.key, current.formVersion, take, lose, load],
  )
  useSavingMoments(session)
  return session
}
