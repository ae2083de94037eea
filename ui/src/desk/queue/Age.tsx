import { useI18n } from '../../i18n/I18n'
import { Chip } from '../parts/Chip'
import { useTimes } from '../parts/When'
import type { CaseRow } from '../query/queues'
import css from './queue.module.css'

const soon = 4 * 3_600_000

/** How long a case has been here, and whether it is late by the service level. Words carry it, colour repeats it. */
export function Age({ row }: { row: Pick<CaseRow, 'enteredAt' | 'dueAt' | 'warnAt'> }) {
  const { t } = useI18n()
  const times = useTimes()
  const age = <time dateTime={row.enteredAt} title={times.exact(row.enteredAt)}>{times.span(row.enteredAt)}</time>
  if (!row.dueAt) return age
  const left = new Date(row.dueAt).getTime() - times.now
  const isSoon = row.warnAt ? times.isPast(row.warnAt) : left < soon
  const words = t(left < 0 ? 'desk.age.late' : 'desk.age.left', { time: times.span(row.dueAt) })
  return (
    <span className={css.age}>
      {age}
      <span title={times.exact(row.dueAt)}>
        {left < 0 ? <Chip tone="danger" glyph="unavailable">{words}</Chip> : isSoon ? <Chip tone="warn" glyph="pending">{words}</Chip> : <span className={css.quiet}>{words}</span>}
      </span>
    </span>
  )
}
