import { useQuery } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import { keys } from './keys'

/** A published version; "" asks for none. It never changes, so it is asked for once. */
export const useVersion = (id: string) =>
  useQuery({ queryKey: keys.version(id), queryFn: () => ask(api.GET('/versions/{version}', { params: { path: { version: id } } })), enabled: id !== '', staleTime: Infinity })
