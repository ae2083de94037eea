import { MoreTexts, useI18n } from '../../i18n/I18n'
import { loadMessageTexts } from '../messageTexts'
import { StateChip } from '../parts/Chip'
import { Empty } from '../parts/Empty'
import { Fate, Resend } from '../parts/Fate'
import { FaultNotice } from '../parts/FaultNotice'
import { ListSkeleton } from '../parts/Table'
import { When } from '../parts/When'
import { useCaseMessages } from '../query/cases'
import css from './case.module.css'
import { useOpenCase } from './context'

function List() {
  const { t, find } = useI18n()
  const { id } = useOpenCase()
  const { data, error, refetch } = useCaseMessages(id)
  if (!data && error) return <FaultNotice error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton rows={4} />
  if (data.length === 0) return <Empty title={t('desk.messages.empty')} glyph="mail">{t('desk.messages.emptyText')}</Empty>
  return (
    <ul className={css.items}>
      {data.map((m) => (
        <li key={m.id} className={css.item}>
          <div className={css.itemHead}><strong><bdi>{m.subject}</bdi></strong><StateChip of="message" state={m.state} /></div>
          <Fate message={m} />
          <p className={css.itemFoot}>
            <span>{find(`desk.channel.${m.channel}`) ?? m.channel} · <bdi dir="ltr">{m.to}</bdi>{m.reminder && ` · ${t('messages.isReminder')}`}</span>
            <When at={m.sentAt ?? m.createdAt} />
            {(m.attempts ?? 0) > 1 && <span>{t('desk.checks.attempt', { n: m.attempts ?? 0 })}</span>}
            <Resend message={m} />
          </p>
        </li>
      ))}
    </ul>
  )
}

/** What was sent to the applicant, what became of it, and why. */
export function Messages() {
  return <MoreTexts load={loadMessageTexts} waiting={<ListSkeleton rows={4} />}><List /></MoreTexts>
}
