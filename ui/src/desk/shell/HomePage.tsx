import { useQuery } from '@tanstack/react-query'
import { Navigate, useNavigation } from 'react-router'
import { api, ask } from '../../api/client'
import { useI18n } from '../../i18n/I18n'
import { Empty } from '../parts/Empty'
import { FaultNotice } from '../parts/FaultNotice'
import { Body } from '../parts/Table'
import { Waiting } from '../parts/Waiting'
import { useQueues } from '../query/queues'
import { may } from '../query/session'
import { useMe } from '../session/RequireSession'
import { placesFor } from './Rail'

/** Whether something is published; asked for those who may design alone. */
const usePublished = (isAsked: boolean) =>
  useQuery({ queryKey: ['published'], enabled: isAsked, queryFn: () => ask(api.GET('/definitions')).then((r) => r.definitions.some((d) => d.liveVersion)) })

/** Leads on, unless the member is under way to somewhere of their own choice. */
function Onward({ to }: { to: string }) {
  const { state } = useNavigation()
  return state === 'idle' ? <Navigate to={to} replace /> : <Waiting />
}

/**
 * Goes to the first queue. Who has none goes to what they administer, and who may design to the templates while nothing is
 * published.
 */
export function HomePage() {
  const { t } = useI18n()
  const { data, error, refetch } = useQueues()
  const me = useMe()
  const [place] = placesFor(me)
  const mayBegin = data?.length === 0 && may(me, 'definition', 'read') && may(me, 'definition', 'write')
  const published = usePublished(mayBegin)
  if (!data && error) return <Body><FaultNotice error={error} retry={() => void refetch()} /></Body>
  if (!data) return <Waiting />
  const queue = data[0]
  if (queue) return <Onward to={`/queues/${queue.key}`} />
  if (mayBegin && published.isPending) return <Waiting />
  if (published.data === false) return <Onward to="/templates" />
  if (place) return <Onward to={place.to} />
  return <Empty isPage title={t('desk.home.title')} glyph="hidden">{t('desk.home.text')}</Empty>
}
