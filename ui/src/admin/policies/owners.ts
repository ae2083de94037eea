import type { Schemas } from '../../api/client'
import type { I18n } from '../../i18n/I18n'
import type { Area } from './queries'
import type { Words } from './words'

/** A part of the tenant whose rights are shown together: a pipeline, the data of a form, the administration. */
export interface Owner {
  id: string
  title: string
  /** own is the object that steps of a stage ask for unless they name another. */
  areas: { key: string; title: string; own?: string; fields?: Area['fields']; rights: readonly Schemas['AreaRight'][] }[]
}

const everywhere = { stage: ['read', 'note', 'claim', 'assign', 'judge'], group: ['read', 'reveal', 'write'] } as const

function titleOf({ t, text }: I18n, area: Area): string {
  if (area.kind === 'administration') return t('policies.owner.administration')
  const title = text(area.ownerTitle) || area.owner
  return area.kind === 'stage' ? title : t('policies.owner.form', { title })
}

/** What holds for every stage of a pipeline, or every group of a form, comes first. */
function begun(i18n: I18n, area: Area): Owner {
  const owner: Owner = { id: `${area.kind} ${area.owner}`, title: titleOf(i18n, area), areas: [] }
  if (area.kind === 'administration') return owner
  const [folder, part] = area.kind === 'stage' ? ['pipeline', 'stage'] : ['form', 'group']
  const object = `${folder}/${area.owner}/${part}/*`
  const title = i18n.t(area.kind === 'stage' ? 'policies.every.stage' : 'policies.every.group')
  return { ...owner, areas: [{ key: '*', title, rights: everywhere[area.kind].map((verb) => ({ object, verb })) }] }
}

export function ownersOf(areas: readonly Area[], words: Words, i18n: I18n): Owner[] {
  const owners = new Map<string, Owner>()
  for (const area of areas) {
    const id = `${area.kind} ${area.owner}`
    const owner = owners.get(id) ?? begun(i18n, area)
    owners.set(id, owner)
    const own = area.kind === 'stage' ? { own: `pipeline/${area.owner}/stage/${area.key}` } : {}
    owner.areas.push({ ...own, key: area.key, title: words.area(area), ...(area.fields && { fields: area.fields }), rights: area.rights })
  }
  const [administration, ...designed] = owners.values()
  return administration ? [...designed, administration] : []
}
