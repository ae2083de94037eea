import { CloseButton } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import type { Column } from '../query/queues'
import { useMe } from '../session/RequireSession'
import { filterables, sentence } from './filters'
import css from './queue.module.css'

interface FilterChipsProps {
  columns: readonly Column[]
  filters: readonly string[]
  onRemove: (filter: string) => void
}

/** The conditions of a list in words, each to take away. Those of the owner switch are shown there. */
export function FilterChips({ columns, filters, onRemove }: FilterChipsProps) {
  const i18n = useI18n()
  const { member } = useMe()
  const among = filterables(columns, i18n)
  const own = [`assignee:=:${member.id}`, 'assignee:isEmpty:']
  const shown = filters.filter((f) => !own.includes(f))
  if (shown.length === 0) return null
  return (
    <ul className={css.chips} aria-label={i18n.t('desk.filter.active')}>
      {shown.map((f) => {
        const words = sentence(f, among, i18n)
        return (
          <li key={f} className={css.filter}>
            <bdi>{words}</bdi>
            <CloseButton size={24} iconSize={14} aria-label={i18n.t('desk.filter.remove', { filter: words })} onClick={() => onRemove(f)} />
          </li>
        )
      })}
    </ul>
  )
}
