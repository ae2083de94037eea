import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { Empty } from '../desk/parts/Empty'
import { LoadFault } from '../desk/parts/LoadFault'
import { Body, ListSkeleton, Table } from '../desk/parts/Table'
import { When } from '../desk/parts/When'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { useAuditWords } from './auditWords'
import { type AuditEvent, useAuditEvents } from './queries'

type Change = AuditEvent['changes'][number]

/** What a thing was and is, as far as it is told: secrets, passwords and names are not. */
function Values({ change }: { change: Change }) {
  const { t } = useI18n()
  const words = useAuditWords()
  const { what, before, after } = change
  const say = (value: string): string => words.value(change, value)
  const told = words.told(change)
  if (before === undefined && after === undefined && told) return <bdi>{told}</bdi>
  if (before === undefined && after === undefined) return <span className={css.quiet}>{t(what === 'role' ? 'audit.added' : 'audit.isAnother')}</span>
  if (before === undefined) return <><bdi>{say(after!)}</bdi> <span className={css.quiet}>({t('audit.added')})</span></>
  if (after === undefined) return <><bdi>{say(before)}</bdi> <span className={css.quiet}>({t('audit.removed')})</span></>
  return <><bdi>{say(before)}</bdi> {t('audit.becomes')} <bdi>{say(after)}</bdi></>
}

function Line({ change }: { change: Change }) {
  const words = useAuditWords()
  const name = words.name(change)
  return (
    <li>
      <bdi>{words.of(change)}</bdi>
      {name && <> <code dir="ltr" className={css.code}>{name}</code></>}: <Values change={change} />
    </li>
  )
}

const few = 3

function Changes({ changes }: { changes: readonly Change[] }) {
  const { t } = useI18n()
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const shown = isOpen ? changes : changes.slice(0, few)
  return (
    <>
      <ul id={id} className={css.changes}>{shown.map((each, i) => <Line key={`${i} ${each.what} ${each.name ?? ''}`} change={each} />)}</ul>
      {changes.length > few && (
        <button type="button" className={css.fold} aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('audit.fewer') : t('audit.all', { n: changes.length })}
        </button>
      )}
    </>
  )
}

function Row({ event }: { event: AuditEvent }) {
  const { t, number } = useI18n()
  return (
    <tr>
      <th scope="row"><bdi>{event.text}</bdi><Changes changes={event.changes} /></th>
      <td><bdi>{event.actor.kind === 'system' ? t('audit.operator') : event.actor.name}</bdi></td>
      <td><When at={event.at} /><br /><span className={css.quiet} title={event.hash}>{t('audit.seq', { n: number(event.seq) })}</span></td>
    </tr>
  )
}

/** What the administration changed, newest first: who, when, and what is another by it. */
export function AuditEvents() {
  const { t } = useI18n()
  const list = useAuditEvents()
  const events = list.data?.pages.flatMap((page) => page.events)
  if (!events && list.error) return <LoadFault error={list.error} retry={() => void list.refetch()} />
  if (!events) return <ListSkeleton />
  return (
    <section aria-labelledby="audit-events">
      <Body>
        <h2 id="audit-events" className={css.subhead}>{t('audit.title')}</h2>
        <p className={css.quiet}>{t('audit.note')}</p>
      </Body>
      {events.length === 0 && <Empty title={t('audit.none')} glyph="shield">{t('audit.noneText')}</Empty>}
      {events.length > 0 && <Table label={t('audit.title')} heads={[t('audit.what'), t('audit.who'), t('audit.when')]}>{events.map((each) => <Row key={each.id} event={each} />)}</Table>}
      {list.hasNextPage && <Body><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('audit.more')}</Button></Body>}
    </section>
  )
}
