import { useI18n } from '../i18n/I18n'
import { usePolicies } from './queries'

/** The roles by key, with their names where this member may read them. */
export function useRoleNames(): { roles: readonly string[]; nameOf: (key: string) => string } {
  const { text } = useI18n()
  const { data } = usePolicies()
  const names = new Map(data?.roles.map((r) => [r.key, text(r.name)]))
  return { roles: [...names.keys()], nameOf: (key) => names.get(key) || key }
}
