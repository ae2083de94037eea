import { useI18n } from '../../i18n/I18n'
import { Empty } from './Empty'
import { isDenied, tell } from './fault'
import { FaultNotice } from './FaultNotice'
import { Body } from './Table'

/** What stands where a screen could not be read: who can help where it is not allowed, else the way to try again. */
export function LoadFault({ error, retry }: { error: unknown; retry: () => void }) {
  const i18n = useI18n()
  if (!isDenied(error)) return <Body><FaultNotice error={error} retry={retry} /></Body>
  return <Empty title={tell(error, i18n).message} glyph="hidden">{i18n.t('desk.denied.text')}</Empty>
}
