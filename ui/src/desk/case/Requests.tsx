import { Button } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Chip, StateChip } from '../parts/Chip'
import { Empty } from '../parts/Empty'
import { useNames } from '../parts/names'
import { useTimes, When } from '../parts/When'
import { WhyButton } from '../parts/Why'
import type { RequestedItem } from '../query/cases'
import css from './case.module.css'
import { useOpenCase } from './context'
import { WithdrawDialog } from './WithdrawDialog'

function Due({ at }: { at: string }) {
  const { t } = useI18n()
  const times = useTimes()
  const isLate = times.isPast(at)
  const words = t(isLate ? 'desk.age.late' : 'desk.age.left', { time: times.span(at) })
  return <span title={times.exact(at)}>{isLate ? <Chip tone="danger" glyph="unavailable">{words}</Chip> : words}</span>
}

/** The way to take an open item back, for who may; where it cannot be now, it says why. */
function Withdraw({ item }: { item: RequestedItem }) {
  const { t, text } = useI18n()
  const { may, whyNot } = useOpenCase().file
  const [isAsked, setAsked] = useState(false)
  if (!may.includes('withdraw') && !whyNot?.['withdraw']) return null
  return (
    <>
      <WhyButton variant="subtle" size="compact-xs" why={whyNot?.['withdraw']} label={t('desk.requests.withdrawItem', { item: text(item.label) || item.path })} onClick={() => setAsked(true)}>{t('desk.requests.withdraw')}</WhyButton>
      {isAsked && <WithdrawDialog item={item} onClose={() => setAsked(false)} />}
    </>
  )
}

function Item({ item }: { item: RequestedItem }) {
  const { t, text } = useI18n()
  const nameOf = useNames(useOpenCase().file.people)
  return (
    <li className={css.item}>
      <div className={css.itemHead}><strong>{text(item.label) || item.path}</strong><StateChip of="request" state={item.state} /></div>
      {item.note && <p><bdi>{item.note}</bdi></p>}
      <p className={css.itemFoot}>
        {item.createdBy && <bdi>{nameOf(item.createdBy)}</bdi>}
        {item.createdAt && <When at={item.createdAt} />}
        {item.state === 'open' && item.dueAt && <Due at={item.dueAt} />}
        {item.state === 'open' && <Withdraw item={item} />}
        {item.answeredAt && <span>{t('desk.requests.answered')} <When at={item.answeredAt} /></span>}
      </p>
    </li>
  )
}

/** The ledger: what was asked of the applicant, when, by whom, and what became of it. */
export function Requests() {
  const { t } = useI18n()
  const { file, packet } = useOpenCase()
  const canAsk = file.actions.some((a) => a.verb === 'request' && a.allowed)
  if (file.requests.length === 0) {
    const ask = canAsk && !packet.isOpen && <Button variant="default" onClick={packet.open}>{t('desk.packet.start')}</Button>
    return <Empty title={t('desk.requests.empty')} glyph="mail" action={ask}>{t('desk.requests.emptyText')}</Empty>
  }
  return <ul className={css.items}>{file.requests.map((r) => <Item key={r.id} item={r} />)}</ul>
}
