import { Tag } from '../../design/Tag'
import { useI18n } from '../../i18n/I18n'
import type { Case } from '../caseContext'
import { Link } from '../Link'
import { to } from '../router'

/** The way to the messages, with how many are new. */
export function ThreadLink({ current }: { current: Case }) {
  const { t } = useI18n()
  return (
    <p>
      <Link href={to.thread(current.pipeline)}>{t('checklist.thread.link')}</Link>
      {current.unread ? <> <Tag tone="info">{t('checklist.thread.unread', { n: current.unread })}</Tag></> : null}
    </p>
  )
}
