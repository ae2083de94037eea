import { useMemo } from 'react'
import type { Schemas } from '../../api/client'
import { type I18n, useI18n } from '../../i18n/I18n'
import { policyOf, type Right, type Role } from './judge'
import type { Area } from './queries'

/** Rights, roles and policies in the words of the tenant. */
export interface Words {
  role: (key: string) => string
  /** "Approve", "see data": what is done. */
  verb: (right: Right) => string
  /** "Approval · Account opening": where. */
  place: (object: string) => string
  /** "Approve: Approval · Account opening". */
  right: (right: Right) => string
  /** A policy by its name in the answer of the server, as a sentence. */
  rule: (rule: string) => string
  area: (area: Area) => string
}

interface Known {
  roles: readonly Role[]
  areas: readonly Area[]
  rights: ReadonlyMap<string, Schemas['AreaRight']>
  places: ReadonlyMap<string, Area>
}

const idOf = ({ object, verb }: Right): string => `${object} ${verb}`

function areaIn({ text, find }: I18n, area: Area): string {
  if (area.kind === 'administration') return find(`policies.part.${area.key}`) ?? area.key
  if (area.kind === 'group') return find(`desk.group.${area.key}`) ?? area.key
  return text(area.name) || area.key
}

/** A step of a stage may ask for an object of its own: its last part tells it from the other steps there. */
const asideOf = (area: Area, object: string): string => (area.kind === 'stage' && !object.endsWith(`/stage/${area.key}`) ? ` (${object.split('/').at(-1) ?? object})` : '')

/** Patterns in words: everything, every stage, every group; any other stays as it is written. */
function placeIn(i18n: I18n, { areas, places }: Known, object: string): string {
  if (object === '*') return i18n.t('policies.place.everything')
  const known = places.get(object)
  if (known?.kind === 'administration') return areaIn(i18n, known)
  if (known) return `${areaIn(i18n, known)}${asideOf(known, object)} · ${i18n.text(known.ownerTitle) || known.owner}`
  if (object === 'case') return i18n.t('policies.place.cases')
  const whole = /^(?:pipeline|form)\/([^/]+)$/.exec(object)?.[1]
  if (whole !== undefined) return i18n.text(areas.find((a) => a.owner === whole)?.ownerTitle) || whole
  const [, owner = '', part = ''] = /^(?:pipeline|form)\/([^/]+)\/(stage|group)\/\*$/.exec(object) ?? []
  const named = areas.find((a) => a.owner === owner && a.kind === part)
  if (!named) return object
  return i18n.t(part === 'stage' ? 'policies.place.stages' : 'policies.place.groups', { owner: i18n.text(named.ownerTitle) || owner })
}

function verbIn(i18n: I18n, { rights }: Known, right: Right): string {
  if (right.verb === '*') return i18n.t('policies.verb.all')
  const title = i18n.text(rights.get(idOf(right))?.title)
  return title || (i18n.find(`policies.do.${right.object}.${right.verb}`) ?? i18n.find(`policies.verb.${right.verb}`) ?? right.verb)
}

function knownOf(areas: readonly Area[], roles: readonly Role[]): Known {
  const rights = new Map<string, Schemas['AreaRight']>()
  const places = new Map<string, Area>()
  for (const area of areas) {
    for (const right of area.rights) {
      if (!rights.has(idOf(right))) rights.set(idOf(right), right)
      if (!places.has(right.object)) places.set(right.object, area)
    }
  }
  return { roles, areas, rights, places }
}

export function useWords(areas: readonly Area[], roles: readonly Role[]): Words {
  const i18n = useI18n()
  return useMemo(() => {
    const known = knownOf(areas, roles)
    const role = (key: string): string => i18n.text(roles.find((r) => r.key === key)?.name) || key
    const words: Words = {
      role,
      verb: (right) => verbIn(i18n, known, right),
      place: (object) => placeIn(i18n, known, object),
      right: (right) => i18n.t('policies.right', { verb: words.verb(right), place: words.place(right.object) }),
      rule: (rule) => {
        const p = policyOf(rule)
        if (!p) return rule
        return i18n.t(p.effect === 'allow' ? 'policies.rule.allow' : 'policies.rule.deny', { role: role(p.role), verb: words.verb(p), place: words.place(p.object) })
      },
      area: (area) => areaIn(i18n, area),
    }
    return words
  }, [areas, roles, i18n])
}

/** All rights, each once. */
export function rightsOf(areas: readonly Area[]): Right[] {
  const all = areas.flatMap((a) => a.rights.map(({ object, verb }) => ({ object, verb })))
  return [...new Map(all.map((r) => [idOf(r), r])).values()]
}
