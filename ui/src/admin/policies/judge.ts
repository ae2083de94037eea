import type { PolicySet } from '../queries'

export type Policy = PolicySet['policies'][number]
export type Role = PolicySet['roles'][number]

/** A verb on an object. */
export interface Right {
  object: string
  verb: string
}

/** Whether an object fits a pattern: a star fills a segment, and as the last one all that follows. */
export function matches(object: string, pattern: string): boolean {
  if (pattern === '*' || pattern === object) return true
  if (!pattern.includes('*')) return false
  const wanted = pattern.split('/')
  const has = object.split('/')
  for (const [i, segment] of wanted.entries()) {
    if (segment === '*' && i === wanted.length - 1) return has.length > i
    if (i >= has.length || (segment === '*' ? has[i] === '' : segment !== has[i])) return false
  }
  return wanted.length === has.length
}

/** Whether a policy has a say about a right, whoever asks. */
export const covers = (p: Policy, { object, verb }: Right): boolean => (p.verb === '*' || p.verb === verb) && matches(object, p.object)

/** What is decided for somebody with these roles, and by which policy; none where no policy speaks of it. The server decides by the same rule. */
export function decide(policies: readonly Policy[], roles: readonly string[], right: Right): { allowed: boolean; by?: Policy } {
  const speaking = policies.filter((p) => !p.role.includes('|') && roles.includes(p.role) && covers(p, right))
  const by = speaking.find((p) => p.effect === 'deny') ?? speaking[0]
  return { allowed: by?.effect === 'allow', ...(by && { by }) }
}

export const same = (a: Policy, b: Policy): boolean => a.role === b.role && a.object === b.object && a.verb === b.verb && a.effect === b.effect

/** A policy as the server names it: "role object verb effect". */
export const ruleOf = (p: Policy): string => `${p.role} ${p.object} ${p.verb} ${p.effect}`

/** The other way round; undefined for what is no such name. */
export function policyOf(rule: string): Policy | undefined {
  const parts = rule.split(' ')
  const effect = parts.pop()
  const verb = parts.pop()
  const role = parts.shift()
  if (!role || !verb || (effect !== 'allow' && effect !== 'deny')) return undefined
  return { role, object: parts.join(' '), verb, effect }
}
