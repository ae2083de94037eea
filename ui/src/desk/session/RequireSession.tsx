import { createContext, type ReactNode, useContext, useRef } from 'react'
import { Navigate, useLocation } from 'react-router'
import { FaultError } from '../../api/client'
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

/** Lets members in; everyone else goes to the login and comes back to where they were going. */
export function RequireSession({ children }: { children: ReactNode }) {
  const session = useSession()
  const location = useLocation()
  const wasIn = useRef(false)
  if (session.data && !isSignedOut(session.error)) {
    wasIn.current = true
    return <Context value={session.data}>{children}</Context>
  }
  if (isSignedOut(session.error)) {
    const next = `${location.pathname}${location.search}`
    const params = new URLSearchParams({ ...(wasIn.current && { ended: '1' }), ...(next !== '/' && { next }) })
    return <Navigate to={{ pathname: '/login', search: String(params) }} replace />
  }
  if (session.error) {
    return <Body><Stack><FaultNotice error={session.error} retry={() => void session.refetch()} /></Stack></Body>
  }
  return <Waiting />
}
