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
        <p>{event.text}</p>
        <p className={css.quiet}><bdi>{event.actor.name || (find(`desk.actor.${event.actor.kind}`) ?? event.actor.kind)}</bdi></p>
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

/** Everything that happened, newest first, in words; day by day in the reader's own zone. */
export function Timeline() {
  const { date, locale } = useI18n()
  const { id } = useOpenCase()
  const { data, error, refetch } = useEvents(id)
  if (!data && error) return <FaultNotice error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton rows={6} />
  const day = new Intl.DateTimeFormat(intlTag(locale), { dateStyle: 'short' })
  const days = Map.groupBy([...data].sort((a, b) => b.seq - a.seq), (e) => day.format(new Date(e.at)))
  return [...days].map(([key, events]) => (
    <section key={key} className={css.day}>
      <h3>{date(events[0]!.at)}</h3>
      <ol className={css.moments}>{events.map((e) => <Moment key={e.id} event={e} />)}</ol>
    </section>
  ))
}
