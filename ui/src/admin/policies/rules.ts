import { covers, decide, matches, type Policy, type Right, type Role, same } from './judge'

/** The roles and policies of a tenant, as they are edited. */
export interface Rules {
  roles: Role[]
  policies: Policy[]
}

/** How a right of a role comes about. */
export type Standing =
  | { kind: 'none' }
  | { kind: 'own'; by: Policy } // a policy that says exactly this
  | { kind: 'wide'; by: Policy } // one that says more than this
  | { kind: 'denied'; by: Policy }

export function standing({ policies }: Rules, role: string, right: Right): Standing {
  const { allowed, by } = decide(policies, [role], right)
  if (!by) return { kind: 'none' }
  if (!allowed) return { kind: 'denied', by }
  const wide = policies.find((p) => p.role === role && p.effect === 'allow' && covers(p, right) && (p.object !== right.object || p.verb !== right.verb))
  return wide ? { kind: 'wide', by: wide } : { kind: 'own', by }
}

const without = (rules: Rules, gone: (p: Policy) => boolean): Rules => ({ ...rules, policies: rules.policies.filter((p) => !gone(p)) })
const withPolicies = (rules: Rules, more: readonly Policy[]): Rules => ({
  ...rules,
  policies: [...rules.policies, ...more.filter((m) => !rules.policies.some((p) => same(p, m)))],
})

export const allow = (rules: Rules, role: string, right: Right): Rules => withPolicies(rules, [{ role, ...right, effect: 'allow' }])
export const forbid = (rules: Rules, role: string, right: Right): Rules => withPolicies(rules, [{ role, ...right, effect: 'deny' }])
export const drop = (rules: Rules, policy: Policy): Rules => without(rules, (p) => same(p, policy))

/** Takes a right away here alone: what wider policies allow besides, of all that is known, is written out one by one. */
export function narrow(rules: Rules, role: string, right: Right, known: readonly Right[]): Rules {
  const gone = (p: Policy): boolean => p.role === role && p.effect === 'allow' && covers(p, right)
  const wide = rules.policies.filter(gone)
  const isHere = (r: Right): boolean => r.object === right.object && r.verb === right.verb
  const rest = known.filter((r) => !isHere(r) && !isCovered(right, r) && wide.some((p) => covers(p, r)))
  const bare = without(rules, gone)
  const left = rest.filter((r) => !bare.policies.some((p) => p.role === role && p.effect === 'allow' && covers(p, r)))
  return withPolicies(bare, left.map((r) => ({ role, object: r.object, verb: r.verb, effect: 'allow' as const })))
}

/** Whether a right stands for another too: every stage for one stage. */
const isCovered = (wide: Right, r: Right): boolean => wide.object.includes('*') && wide.verb === r.verb && matches(r.object, wide.object)

/** How many of the known rights a policy speaks of. */
export const reach = (policy: Policy, known: readonly Right[]): number => known.filter((r) => covers(policy, r)).length

export const addRole = (rules: Rules, role: Role): Rules => ({ ...rules, roles: [...rules.roles, role] })
export const changeRole = (rules: Rules, role: Role): Rules => ({ ...rules, roles: rules.roles.map((r) => (r.key === role.key ? role : r)) })

/** A role goes with all its policies. */
export const removeRole = (rules: Rules, key: string): Rules => ({ roles: rules.roles.filter((r) => r.key !== key), policies: rules.policies.filter((p) => p.role !== key) })

/** A role that may do what another may. */
export const copyRole = (rules: Rules, from: string, role: Role): Rules =>
  withPolicies(addRole(rules, role), rules.policies.filter((p) => p.role === from).map((p) => ({ ...p, role: role.key })))

const alike = (a: Role, b: Role): boolean => JSON.stringify([a.name, a.description ?? {}]) === JSON.stringify([b.name, b.description ?? {}])

/** What was done here since base, done to what others have saved in between. */
export function rebase(base: Rules, mine: Rules, theirs: Rules): Rules {
  const added = mine.policies.filter((m) => !base.policies.some((b) => same(b, m)))
  const removed = base.policies.filter((b) => !mine.policies.some((m) => same(m, b)))
  const find = (list: readonly Role[], key: string): Role | undefined => list.find((r) => r.key === key)
  const roles = theirs.roles
    .filter((r) => find(mine.roles, r.key) || !find(base.roles, r.key))
    .map((r) => {
      const [before, own] = [find(base.roles, r.key), find(mine.roles, r.key)]
      return own && before && !alike(own, before) ? own : r
    })
  const news = mine.roles.filter((r) => !find(base.roles, r.key) && !find(theirs.roles, r.key))
  const all = [...roles, ...news]
  const kept = theirs.policies.filter((p) => !removed.some((r) => same(r, p)))
  const policies = [...kept, ...added.filter((a) => !kept.some((k) => same(k, a)))]
  return { roles: all, policies: policies.filter((p) => find(all, p.role)) }
}

/** Whether two are the same to the server. */
export const equal = (a: Rules, b: Rules): boolean =>
  a.policies.length === b.policies.length && a.roles.length === b.roles.length && a.policies.every((p, i) => same(p, b.policies[i]!)) &&
  a.roles.every((r, i) => r.key === b.roles[i]!.key && alike(r, b.roles[i]!))
