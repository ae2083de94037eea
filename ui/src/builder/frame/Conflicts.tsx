import { Button } from '@mantine/core'
import { Notice } from '../../desk/parts/Notice'
import { useI18n } from '../../i18n/I18n'
import { isObject, type Json } from '../document/json'
import type { Conflict } from '../document/merge'
import { choose, nameIn } from '../document/settle'
import { useContent } from './content'
import { languageName } from './languages'
import { useDraft, useDraftPart } from './draftContext'
import css from './frame.module.css'
import type { Titled } from './Head'

function useShown() {
  const { t } = useI18n()
  return (value: Json, isNode: boolean): string => {
    if (value === undefined) return t(isNode ? 'builder.conflict.deleted' : 'builder.conflict.nothing')
    if (isNode) return t('builder.conflict.changed')
    const text = isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value)
    return text.length > 120 ? `${text.slice(0, 120)}…` : text
  }
}

/** Where it is, as in "Full name › Hint › English". */
function usePlace({ node, path }: Conflict): string {
  const { t, find, locale } = useI18n()
  const { read } = useContent()
  const present = useDraftPart<Titled, Titled>((view) => view.history.present)
  const word = (key: string): string => find(`builder.property.${key}`) ?? (present.locales.includes(key) ? languageName(key, locale) : key)
  return [read(nameIn(present, node)) || node, ...path.map(word)].filter(Boolean).join(' › ') || t('builder.conflict.whole')
}

function Line({ conflict }: { conflict: Conflict }) {
  const { t } = useI18n()
  const draft = useDraft<object>()
  const place = usePlace(conflict)
  const shown = useShown()
  const isNode = conflict.path.length === 0
  const take = (side: 'ours' | 'theirs'): void => draft.settle(conflict, choose(conflict, side))
  return (
    <li className={css.conflict}>
      <button type="button" className={css.link} onClick={() => draft.select(conflict.node ? [conflict.node] : [])}>{place}</button>
      <Button variant="default" onClick={() => take('ours')}><span>{t('builder.conflict.ours')}: <bdi>{shown(conflict.ours, isNode)}</bdi></span></Button>
      <Button variant="default" onClick={() => take('theirs')}><span>{t('builder.conflict.theirs')}: <bdi>{shown(conflict.theirs, isNode)}</bdi></span></Button>
    </li>
  )
}

/** Places that two people changed at once: one of the two is chosen. */
export function Conflicts() {
  const { t } = useI18n()
  const conflicts = useDraftPart((view) => view.conflicts)
  if (conflicts.length === 0) return null
  return (
    <div className={css.strip}>
      <Notice tone="warn" role="alert" title={t('builder.conflict.title', { n: conflicts.length })}>
        <p>{t('builder.conflict.text')}</p>
        <ul className={css.conflicts}>{conflicts.map((c) => <Line key={`${c.node} ${c.path.join('/')}`} conflict={c} />)}</ul>
      </Notice>
    </div>
  )
}
