import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { StateChip } from '../desk/parts/Chip'
import { Empty } from '../desk/parts/Empty'
import { LoadFault } from '../desk/parts/LoadFault'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Table } from '../desk/parts/Table'
import { When } from '../desk/parts/When'
import { useQueues } from '../desk/query/queues'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { Linked } from './Linked'
import { type Message, useOutbox } from './queries'

function Line({ message, canOpen }: { message: Message; canOpen: boolean }) {
  const { t, find } = useI18n()
  const [isOpen, setOpen] = useState(false)
  return (
    <tr>
      <th scope="row">
        <bdi>{message.subject}</bdi>
        {message.body && (
          <div>
            <button type="button" className={css.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{t(isOpen ? 'desk.outbox.fold' : 'desk.outbox.unfold')}</button>
            {isOpen && <div className={css.letter}><Linked text={message.body} /></div>}
          </div>
        )}
        {message.error && <p className={css.bad}>{message.error}</p>}
      </th>
      <td>{find(`desk.channel.${message.channel}`) ?? message.channel}<br /><bdi dir="ltr" className={css.quiet}>{message.to}</bdi></td>
      <td><StateChip of="message" state={message.state} /></td>
      <td><When at={message.sentAt ?? message.createdAt} /></td>
      {canOpen && <td>{message.case && <Link to={`/cases/${message.case}`}>{t('desk.outbox.openCase')}</Link>}</td>}
    </tr>
  )
}

function List() {
  const { t } = useI18n()
  const list = useOutbox()
  // Who has no queue may open no case.
  const { data: queues = [] } = useQueues()
  const canOpen = queues.length > 0
  const rows = list.data?.pages.flatMap((p) => p.messages)
  if (!rows && list.error) return <LoadFault error={list.error} retry={() => void list.refetch()} />
  if (!rows) return <ListSkeleton />
  if (rows.length === 0) return <Empty title={t('desk.outbox.empty')} glyph="mail">{t('desk.outbox.emptyText')}</Empty>
  const heads = [t('desk.outbox.subject'), t('desk.outbox.to'), t('desk.outbox.state'), t('desk.outbox.when'), ...(canOpen ? [t('desk.outbox.case')] : [])]
  return (
    <>
      <Table label={t('desk.outbox.title')} heads={heads}>{rows.map((m) => <Line key={m.id} message={m} canOpen={canOpen} />)}</Table>
      {list.hasNextPage && <Body><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('desk.queue.more')}</Button></Body>}
    </>
  )
}

/** All messages, newest first. Where the development outbox is on, what they say and their links too. */
export function OutboxPage() {
  const { t } = useI18n()
  return (
    <>
      <PageHead title={t('desk.outbox.title')} note={t('desk.outbox.note')} />
      <List />
    </>
  )
}
