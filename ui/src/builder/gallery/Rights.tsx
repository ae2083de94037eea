import { Chip } from '../../desk/parts/Chip'
import { Table } from '../../desk/parts/Table'
import type { Text } from '../../fields/types'
import { type I18n, useI18n } from '../../i18n/I18n'
import type { Pipeline } from '../pipeline/types'
import css from './gallery.module.css'

export interface Policy {
  role: string
  object: string
  verb: string
  effect: 'allow' | 'deny'
}

export interface Role {
  key: string
  name: Text
}

/** Where a policy of a template holds, in the words of its pipelines. */
function placeIn({ t, text, find }: I18n, pipelines: readonly Pipeline[], object: string): string {
  const [folder = '', owner = '', part = '', key = ''] = object.split('/')
  const p = pipelines.find((each) => each.key === owner)
  if (folder === 'pipeline' && p && part === 'stage') return key === '*' ? t('policies.every.stage') : text(p.stages.find((s) => s.key === key)?.name) || key
  if (folder === 'form' && part === 'group') return key === '*' ? t('policies.every.group') : t('gallery.group', { name: find(`desk.group.${key}`) ?? key })
  if (folder === 'pipeline' && p) return part ? t('gallery.steps', { name: part }) : t('gallery.itself')
  return find(`policies.part.${object}`) ?? (object === 'case' ? t('gallery.cases') : object)
}

function verbIn({ text, find }: I18n, pipelines: readonly Pipeline[], { object, verb }: Policy): string {
  const stage = object.split('/')[3]
  const titled = pipelines.flatMap((p) => p.transitions).find((each) => each.trigger.verb === verb && each.title && (each.from === stage || each.policy === object))
  return text(titled?.title) || (find(`policies.do.${object}.${verb}`) ?? find(`policies.verb.${verb}`) ?? verb)
}

/** The roles that a template brings, and what each may do where. */
export function Rights({ roles, policies, pipelines }: { roles: readonly Role[]; policies: readonly Policy[]; pipelines: readonly Pipeline[] }) {
  const i18n = useI18n()
  const { t, text, list } = i18n
  return roles.map((role) => {
    const places = new Map<string, Policy[]>()
    for (const p of policies.filter((each) => each.role === role.key)) places.set(p.object, [...(places.get(p.object) ?? []), p])
    const name = text(role.name) || role.key
    return (
      <section key={role.key} className={css.role}>
        <h3>{name}</h3>
        {places.size === 0 ? <p className={css.quiet}>{t('gallery.noPolicies')}</p> : (
          <Table label={name} heads={[t('gallery.where'), t('gallery.may')]}>
            {[...places].map(([object, own]) => (
              <tr key={object}>
                <th scope="row">{placeIn(i18n, pipelines, object)}</th>
                <td>
                  {list(own.filter((p) => p.effect === 'allow').map((p) => verbIn(i18n, pipelines, p)))}
                  {own.filter((p) => p.effect === 'deny').map((p) => <Chip key={p.verb} tone="danger" glyph="fail">{t('gallery.never', { verb: verbIn(i18n, pipelines, p) })}</Chip>)}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </section>
    )
  })
}
