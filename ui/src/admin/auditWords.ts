import { may } from '../desk/query/session'
import { usePolicies } from '../desk/query/roles'
import { useMe } from '../desk/session/RequireSession'
import { useI18n } from '../i18n/I18n'
import { policyOf } from './policies/judge'
import { type Area, useAreas } from './policies/queries'
import { useWords } from './policies/words'
import type { AuditEvent } from './queries'

type Change = AuditEvent['changes'][number]

const noAreas: readonly Area[] = []
const noRoles: Parameters<typeof useWords>[1] = []

/** What a change is of, what is shown of its name as it is written, and what its values say. */
export interface AuditWords {
  of: (change: Change) => string
  name: (change: Change) => string | undefined
  value: (change: Change, value: string) => string
}

/** Changes in the words of the tenant. Who may not see roles and policies reads the keys of roles and places. */
export function useAuditWords(): AuditWords {
  const { t, find, text, locale } = useI18n()
  const seesPolicies = may(useMe(), 'policy', 'read')
  const roles = usePolicies(seesPolicies).data?.roles ?? noRoles
  const words = useWords(useAreas(seesPolicies).data ?? noAreas, roles)
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
  const effects: Record<string, string> = { allow: t('audit.allow'), deny: t('audit.deny') }
  const each = (list: string, say: (key: string) => string): string => list.split(', ').map(say).join(', ')
  /** A role that came is told in one language; as long as it is there, its own words are read instead. */
  const roleIn = (key: string, told: string): string => {
    const role = roles.find((r) => r.key === key)
    return role ? [text(role.name), text(role.description)].filter(Boolean).join(': ') : told
  }
  return {
    of: ({ what, name = '' }) => {
      const policy = what === 'policy' ? policyOf(`${name} allow`) : undefined
      if (policy) return `${words.role(policy.role)} · ${words.right(policy)}`
      if (what === 'roles' && name) return t('audit.of.rolesOf', { name })
      return find(`audit.of.${what}.${name}`) ?? t(`audit.of.${what}`)
    },
    name: ({ what, name }) => (what === 'policy' || what === 'roles' || what === 'calendar' || find(`audit.of.${what}.${name}`) ? undefined : name),
    value: ({ what, name }, value) => {
      if (what === 'active') return t(value === 'true' ? 'audit.yes' : 'audit.no')
      if (what === 'policy') return each(value, (effect) => effects[effect] ?? effect)
      if (what === 'role' && name) return roleIn(name, value) // of a text in one language the name has the language too
      if (what === 'roles') return each(value, words.role)
      if (what === 'away') return value.split('/').map((at) => days.format(new Date(at))).join(' – ')
      return what === 'list' && name === 'failure' ? t('audit.unreadable') : value
    },
  }
}
