import type { Schemas } from '../../api/client'
import { useI18n } from '../../i18n/I18n'
import { Notice } from './Notice'

/** What became of a test of a channel: why it was not sent, and beneath it the channel's own words. */
export function Tested({ test }: { test: Schemas['TestedMessage'] | undefined }) {
  const { t } = useI18n()
  if (!test?.error) return <div role="status">{test && <Notice tone="info" title={t(test.kept ? 'messages.test.kept' : 'messages.test.sent', { to: `\u2068${test.to}\u2069` })} />}</div>
  const why = t(test.reason === 'refused' ? 'messages.test.refused' : 'messages.test.unreachable')
  return <div role="status"><Notice tone="warn" title={why}><p>{t('messages.channelSaid', { error: `\u2068${test.error}\u2069` })}</p></Notice></div>
}
