import { useQueues } from '../desk/query/queues'
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

/** What a change is of, what is shown of its name as it is written, what its values say, and what it tells that has none. */
export interface AuditWords {
  of: (change: Change) => string
  name: (change: Change) => string | undefined
  told: (change: Change) => string | undefined
  value: (change: Change, value: string) => string
}

/** What there is one of, or what its own words name. */
const isNameless: readonly string[] = ['policy', 'roles', 'calendar', 'assignment']
/** What is told by a name alone: nothing was, and became another. */
const tellsName: readonly string[] = ['queue', 'substitute', 'decides']

/** Changes in the words of the tenant. Who may not see roles, policies or a queue reads their keys. */
export function useAuditWords(): AuditWords {
  const { t, find, text, locale } = useI18n()
  const seesPolicies = may(useMe(), 'policy', 'read')
  const roles = usePolicies(seesPolicies).data?.roles ?? noRoles
  const words = useWords(useAreas(seesPolicies).data ?? noAreas, roles)
  const queues = useQueues().data
  const queueOf = (key: string): string => text(queues?.find((q) => q.key === key)?.name) || key
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
  const effects: Record<string, string> = { allow: t('audit.allow'), deny: t('audit.deny') }
  const each = (list: string, say: (key: string) => string): string => list.split(', ').map(say).join(', ')
  /** A role that came is told in one language; as long as it is there, its own words are read instead. */
  const roleIn = (key: string, told: string): string => {
    const role = roles.find((r) => r.key === key)
    return role ? [text(role.name), text(role.description)].filter(Boolean).join(': ') : told
  }
  return {
    of: ({ what, name = '', label }) => {
      if (label) return `${t(`audit.of.${what}`)} “${label}”`
      const policy = what === 'policy' ? policyOf(`${name} allow`) : undefined
      if (policy) return `${words.role(policy.role)} · ${words.right(policy)}`
      if (what === 'assignment') return t('audit.of.assignment', { name: queueOf(name) })
      if (what === 'roles' && name) return t('audit.of.rolesOf', { name })
      return find(`audit.of.${what}.${name}`) ?? t(`audit.of.${what}`)
    },
    name: ({ what, name, label }) => (label || isNameless.includes(what) || tellsName.includes(what) || find(`audit.of.${what}.${name}`) ? undefined : name),
    told: ({ what, name }) => (!name || !tellsName.includes(what) ? undefined : what === 'queue' ? queueOf(name) : name),
    value: ({ what, name }, value) => {
      if (what === 'active') return t(value === 'true' ? 'audit.yes' : 'audit.no')
      if (what === 'assignment') return find(`inbox.teams.${value}`) ?? value
      if (what === 'policy') return each(value, (effect) => effects[effect] ?? effect)
      if (what === 'role' && name) return roleIn(name, value) // of a text in one language the name has the language too
      if (what === 'roles') return each(value, words.role)
      if (what === 'away') return value.split('/').map((at) => days.format(new Date(at))).join(' – ')
      if (what === 'list' && name === 'format') return find(`checks.lists.format.${value}`) ?? value
      return what === 'list' && name === 'failure' ? t('audit.unreadable') : value
    },
  }
}
