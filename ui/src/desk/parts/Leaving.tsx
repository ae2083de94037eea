import { useEffect } from 'react'
import { useBlocker } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from './Dialog'

/** Asks before the screen is left with something on it that is kept nowhere else. One on a screen. */
export function Leaving({ unsaved }: { unsaved: boolean }) {
  const { t } = useI18n()
  const blocker = useBlocker(({ currentLocation, nextLocation }) => unsaved && currentLocation.pathname !== nextLocation.pathname)
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved])
  if (blocker.state !== 'blocked') return null
  return (
    <Dialog title={t('desk.leaving.title')} action={t('desk.leaving.leave')} danger busy={false} onSubmit={() => blocker.proceed()} onClose={() => blocker.reset()}>
      <p>{t('desk.leaving.text')}</p>
    </Dialog>
  )
}
