import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ask } from '../../api/client'
import { useI18n } from '../../i18n/I18n'
import { keys } from './keys'

export const usePolicies = (enabled = true) => useQuery({ queryKey: keys.policies, queryFn: () => ask(api.GET('/policies')), enabled })

/** The roles by key, with their names where this member may read them. */
export function useRoleNames(): { roles: readonly string[]; nameOf: (key: string) => string } {
  const { text } = useI18n()
  const { data } = usePolicies()
  return useMemo(() => {
    const names = new Map(data?.roles.map((r) => [r.key, text(r.name)]))
    return { roles: [...names.keys()], nameOf: (key) => names.get(key) || key }
  }, [data, text])
}
