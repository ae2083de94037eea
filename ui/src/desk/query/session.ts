import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas, tenantPrefix } from '../../api/client'
import { keys } from './keys'

export type Session = Schemas['Session']

export const useSession = () =>
  useQuery({
    queryKey: keys.session,
    queryFn: () => ask(api.GET('/session')),
    staleTime: 60_000,
    retry: false,
    refetchOnWindowFocus: 'always', // in another tab somebody may have left or come
  })

export function useLogIn() {
  const client = useQueryClient()
  return useMutation({
    meta: { login: true },
    mutationFn: (body: Schemas['LogIn']) => ask(api.POST('/session', { body })),
    onSuccess: (session) => {
      client.clear()
      client.setQueryData(keys.session, session)
    },
  })
}

export function useLogOut() {
  return useMutation({
    mutationFn: () => ask(api.DELETE('/session')),
    // A new page, so that nothing of this member stays in memory.
    onSuccess: () => location.assign(`${tenantPrefix(location.pathname)}/login`),
  })
}

const matches = (pattern: string, word: string): boolean =>
  pattern === '*' || pattern === word || (pattern.endsWith('*') && word.startsWith(pattern.slice(0, -1)))

/** Whether the menus may offer a verb on an object; the server decides again when it is done. */
export function may(session: Session | undefined, object: string, verb: string): boolean {
  return !!session?.permissions.some((p) => {
    const [o = '', v = ''] = p.split(' ')
    return matches(o, object) && matches(v, verb)
  })
}
