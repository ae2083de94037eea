import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { StateChip } from '../desk/parts/Chip'
import { loadMessageTexts } from '../desk/messageTexts'
import { Empty } from '../desk/parts/Empty'
import { Fate, Resend } from '../desk/parts/Fate'
import { LoadFault } from '../desk/parts/LoadFault'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Table } from '../desk/parts/Table'
import { When } from '../desk/parts/When'
import { useQueues } from '../desk/query/queues'
import { Waiting } from '../desk/parts/Waiting'
import { MoreTexts, useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { Linked } from './Linked'
import { type Message, type OutboxFilter, useOutbox } from './queries'

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
        <Fate message={message} />
      </th>
      <td>{find(`desk.channel.${message.channel}`) ?? message.channel}<br /><bdi dir="ltr" className={css.quiet}>{message.to}</bdi>{message.reminder && <><br /><span className={css.quiet}>{t('messages.isReminder')}</span></>}</td>
      <td><StateChip of="message" state={message.state} />{canOpen && <div><Resend message={message} /></div>}</td>
      <td><When at={message.sentAt ?? message.createdAt} /></td>
      {canOpen && <td>{message.case && <Link to={`/cases/${message.case}`}>{t('desk.outbox.openCase')}</Link>}</td>}
    </tr>
  )
}

const states = ['queued', 'held', 'sent', 'delivered', 'bounced', 'failed', 'skipped', 'cancelled'] as const

/** The filter stands in the address, so that it can be passed on. An address of a person does not: it would stay in histories. */
function useFilter() {
  const [params, setParams] = useSearchParams()
  const [address, setAddress] = useState('')
  const state = states.find((s) => s === params.get('state'))
  const filter: OutboxFilter = { ...(state && { state }), ...(address && { address }) }
  const put = (next: { state: string; address: string }): void => {
    setParams(next.state ? { state: next.state } : {}, { replace: true })
    setAddress(next.address.trim())
  }
  return { filter, put }
}

function FilterBar({ filter, onChange }: { filter: OutboxFilter; onChange: (next: { state: string; address: string }) => void }) {
  const { t, find } = useI18n()
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    onChange({ state: String(data.get('state') ?? ''), address: String(data.get('address') ?? '') })
  }
  const isAny = Boolean(filter.state || filter.address)
  return (
    <form key={`${filter.state}/${filter.address}`} role="search" aria-label={t('messages.filter')} className={css.filter} onSubmit={submit}>
      <NativeSelect name="state" label={t('messages.filter.state')} defaultValue={filter.state ?? ''}>
        <option value="">{t('messages.filter.all')}</option>
        {states.map((s) => <option key={s} value={s}>{find(`desk.message.${s}`) ?? s}</option>)}
      </NativeSelect>
      <TextInput name="address" type="email" dir="ltr" label={t('messages.filter.address')} maxLength={254} defaultValue={filter.address ?? ''} />
      <Button type="submit" variant="default">{t('messages.filter.show')}</Button>
      {isAny && <Button variant="subtle" onClick={() => onChange({ state: '', address: '' })}>{t('messages.filter.clear')}</Button>}
    </form>
  )
}

function List({ filter }: { filter: OutboxFilter }) {
  const { t } = useI18n()
  const list = useOutbox(filter)
  // Who has no queue may open no case.
  const { data: queues = [] } = useQueues()
  const canOpen = queues.length > 0
  const rows = list.data?.pages.flatMap((p) => p.messages)
  if (!rows && list.error) return <LoadFault error={list.error} retry={() => void list.refetch()} />
  if (!rows) return <ListSkeleton />
  if (rows.length === 0 && (filter.state || filter.address)) return <Empty title={t('messages.filter.none')} glyph="mail">{t('messages.filter.noneText')}</Empty>
  if (rows.length === 0) return <Empty title={t('desk.outbox.empty')} glyph="mail">{t('desk.outbox.emptyText')}</Empty>
  const heads = [t('desk.outbox.subject'), t('desk.outbox.to'), t('desk.outbox.state'), t('desk.outbox.when'), ...(canOpen ? [t('desk.outbox.case')] : [])]
  return (
    <>
      <Table label={t('desk.outbox.title')} heads={heads}>{rows.map((m) => <Line key={m.id} message={m} canOpen={canOpen} />)}</Table>
      {list.hasNextPage && <Body><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('desk.queue.more')}</Button></Body>}
    </>
  )
}

function Page() {
  const { t } = useI18n()
  const { filter, put } = useFilter()
  return (
    <>
      <PageHead title={t('desk.outbox.title')} note={t('desk.outbox.note')} />
      <Body><FilterBar filter={filter} onChange={put} /></Body>
      <List filter={filter} />
    </>
  )
}

/** All messages, newest first, with what became of each and why. Where the development outbox is on, what they say and their links too. */
export function OutboxPage() {
  return <MoreTexts load={loadMessageTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
