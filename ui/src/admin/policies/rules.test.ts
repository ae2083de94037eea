import { describe, expect, it } from 'vitest'
import { decide, type Policy } from './judge'
import { allow, copyRole, equal, narrow, rebase, removeRole, type Rules, standing } from './rules'

const p = (role: string, object: string, verb: string, effect: Policy['effect'] = 'allow'): Policy => ({ role, object, verb, effect })
const role = (key: string) => ({ key, name: { en: key } })
const rules = (...policies: Policy[]): Rules => ({ roles: [role('clerk'), role('chief')], policies })

const stages = ['a', 'b', 'c'].map((s) => `pipeline/p/stage/${s}`)
const known = stages.flatMap((object) => ['read', 'note'].map((verb) => ({ object, verb })))

describe('standing', () => {
  it('tells a policy of its own from a wider one and from a denial', () => {
    const r = rules(p('clerk', stages[0]!, 'read'), p('clerk', 'pipeline/p/stage/*', 'note'), p('clerk', stages[1]!, 'note', 'deny'))
    expect(standing(r, 'clerk', known[0]!).kind).toBe('own')
    expect(standing(r, 'clerk', known[1]!).kind).toBe('wide')
    expect(standing(r, 'clerk', { object: stages[1]!, verb: 'note' }).kind).toBe('denied')
    expect(standing(r, 'chief', known[0]!).kind).toBe('none')
  })
})

describe('narrow', () => {
  it('takes one right away and leaves every other known one', () => {
    const before = rules(p('clerk', 'pipeline/p/stage/*', '*'), p('clerk', stages[2]!, 'read'), p('chief', '*', '*'))
    const after = narrow(before, 'clerk', { object: stages[1]!, verb: 'read' }, known)
    for (const right of known) {
      const isHere = right.object === stages[1] && right.verb === 'read'
      expect(decide(after.policies, ['clerk'], right).allowed, `${right.object} ${right.verb}`).toBe(!isHere)
      expect(decide(after.policies, ['chief'], right).allowed).toBe(true)
    }
    expect(after.policies.filter((x) => x.role === 'clerk' && x.object === stages[2] && x.verb === 'read')).toHaveLength(1)
  })
})

describe('roles', () => {
  it('go with their policies, and are copied with them', () => {
    const copied = copyRole(rules(p('clerk', 'member', 'read')), 'clerk', role('intern'))
    expect(copied.policies).toEqual([p('clerk', 'member', 'read'), p('intern', 'member', 'read')])
    expect(removeRole(copied, 'clerk').policies).toEqual([p('intern', 'member', 'read')])
  })
})

describe('rebase', () => {
  it('keeps what both added, and what neither took away', () => {
    const base = rules(p('clerk', 'member', 'read'), p('clerk', 'audit', 'read'))
    const mine = { ...allow(base, 'chief', { object: 'x', verb: 'do' }), policies: [p('clerk', 'audit', 'read'), p('chief', 'x', 'do')], roles: [role('clerk'), { ...role('chief'), name: { en: 'Boss' } }, role('new')] }
    const theirs = { ...base, policies: [...base.policies, p('chief', 'y', 'do')], roles: [{ ...role('clerk'), name: { en: 'Analyst' } }, role('chief')] }
    const both = rebase(base, mine, theirs)
    expect(both.policies).toEqual([p('clerk', 'audit', 'read'), p('chief', 'y', 'do'), p('chief', 'x', 'do')])
    expect(both.roles.map((r) => r.name['en'])).toEqual(['Analyst', 'Boss', 'new'])
    expect(equal(rebase(base, base, theirs), theirs)).toBe(true)
  })

  it('drops policies of a role that others deleted', () => {
    const base = rules()
    const both = rebase(base, allow(base, 'chief', { object: 'x', verb: 'do' }), removeRole(base, 'chief'))
    expect(both).toEqual({ roles: [role('clerk')], policies: [] })
  })
})
