import { Navigate } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { Empty } from '../parts/Empty'
import { FaultNotice } from '../parts/FaultNotice'
import { Body } from '../parts/Table'
import { Waiting } from '../parts/Waiting'
import { useQueues } from '../query/queues'
import { useMe } from '../session/RequireSession'
import { placesFor } from './Rail'

/** Goes to the first queue; to the administration where there is none. */
export function HomePage() {
  const { t } = useI18n()
  const { data, error, refetch } = useQueues()
  const [place] = placesFor(useMe())
  if (!data && error) return <Body><FaultNotice error={error} retry={() => void refetch()} /></Body>
  if (!data) return <Waiting />
  const queue = data[0]
  if (queue) return <Navigate to={`/queues/${queue.key}`} replace />
  if (place) return <Navigate to={place.to} replace />
  return <Empty isPage title={t('desk.home.title')} glyph="hidden">{t('desk.home.text')}</Empty>
}
