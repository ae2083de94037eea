import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react'
import { Navigate, useLocation } from 'react-router'
import { FaultError } from '../../api/client'
import { useI18n } from '../../i18n/I18n'
import { Empty } from '../parts/Empty'
import { isMissing } from '../parts/fault'
import { Body, Stack } from '../parts/Table'
import { FaultNotice } from '../parts/FaultNotice'
import { Waiting } from '../parts/Waiting'
import { type Session, useSession } from '../query/session'

const Context = createContext<Session | undefined>(undefined)

/** Who is signed in. */
export function useMe(): Session {
  const session = useContext(Context)
  if (!session) throw new Error('useMe outside of RequireSession')
  return session
}

const isSignedOut = (error: unknown): boolean => error instanceof FaultError && (error.fault.code === 'unsigned' || error.status === 401)

/** Whoever logs in in another tab is the member of this one too, and must not see what was read for the last. */
function useOneMember(id: string | undefined): void {
  const first = useRef(id)
  useEffect(() => {
    first.current ??= id
    if (id && id !== first.current) location.reload()
  }, [id])
}

/** Lets members in; everyone else goes to the login and comes back to where they were going. */
export function RequireSession({ children }: { children: ReactNode }) {
  const { t } = useI18n()
  const session = useSession()
  const location = useLocation()
  const wasIn = useRef(false)
  useOneMember(session.data?.member.id)
  if (session.data && !isSignedOut(session.error)) {
    wasIn.current = true
    return <Context value={session.data}>{children}</Context>
  }
  if (isSignedOut(session.error)) {
    const next = `${location.pathname}${location.search}`
    const params = new URLSearchParams({ ...(wasIn.current && { ended: '1' }), ...(next !== '/' && { next }) })
    return <Navigate to={{ pathname: '/login', search: String(params) }} replace />
  }
  // There is no such tenant.
  if (isMissing(session.error)) return <main><Empty isPage title={t('desk.missing.title')} glyph="search">{t('desk.missing.text')}</Empty></main>
  if (session.error) {
    return <Body><Stack><FaultNotice error={session.error} retry={() => void session.refetch()} /></Stack></Body>
  }
  return <Waiting />
}
