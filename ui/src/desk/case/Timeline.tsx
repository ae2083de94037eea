import { useI18n } from '../../i18n/I18n'
import { intlTag } from '../../i18n/locale'
import { FaultNotice } from '../parts/FaultNotice'
import { Json } from '../parts/Json'
import { ListSkeleton } from '../parts/Table'
import { useTimes } from '../parts/When'
import { type Event, useEvents } from '../query/cases'
import css from './case.module.css'
import { useOpenCase } from './context'

function Moment({ event }: { event: Event }) {
  const { t, find, time } = useI18n()
  const times = useTimes()
  const hasData = event.data && Object.keys(event.data).length > 0
  return (
    <li className={css.moment}>
      <time dateTime={event.at} title={times.exact(event.at)}>{time(event.at)}</time>
      <div>
        <p><bdi>{event.text}</bdi> <span className={css.quiet}>· <bdi>{event.actor.name || (find(`desk.actor.${event.actor.kind}`) ?? event.actor.kind)}</bdi></span></p>
        {(hasData || event.hash) && (
          <details>
            <summary>{t('desk.timeline.details')}</summary>
            <Json label={event.name} value={{ seq: event.seq, event: event.name, ...(hasData && { data: event.data }), ...(event.hash && { hash: event.hash }) }} />
          </details>
        )}
      </div>
    </li>
  )
}

/** Newest first, by the day that it was for the reader. */
function daysOf(events: readonly Event[], locale: string): [string, Event[]][] {
  const day = new Intl.DateTimeFormat(intlTag(locale), { dateStyle: 'short' })
  const days = new Map<string, Event[]>()
  for (const e of [...events].sort((a, b) => b.seq - a.seq)) {
    const key = day.format(new Date(e.at))
    days.set(key, [...(days.get(key) ?? []), e])
  }
  return [...days]
}

/** Everything that happened, newest first, in words; day by day in the reader's own zone. */
export function Timeline() {
  const { date, locale } = useI18n()
  const { id } = useOpenCase()
  const { data, error, refetch } = useEvents(id)
  if (!data && error) return <FaultNotice error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton rows={6} />
  return daysOf(data, locale).map(([key, events]) => (
    <section key={key} className={css.day}>
      <h2>{date(events[0]!.at)}</h2>
      <ol className={css.moments}>{events.map((e) => <Moment key={e.id} event={e} />)}</ol>
    </section>
  ))
}
