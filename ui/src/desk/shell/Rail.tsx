import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { NavLink } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import type { TextKey } from '../../i18n/keys'
import { useBrand } from '../brand'
import { FaultNotice } from '../parts/FaultNotice'
import { Glyph, type GlyphName } from '../parts/Glyph'
import parts from '../parts/parts.module.css'
import { useUnread } from '../query/inbox'
import { useMentions } from '../query/mentions'
import { type Queue, useQueues } from '../query/queues'
import { may, type Session } from '../query/session'
import { useMe } from '../session/RequireSession'
import { keyName } from './commands'
import css from './Rail.module.css'

interface Place {
  to: string
  label: TextKey
  glyph: GlyphName
  /** The policies that let one in; one of them is enough. */
  needs: readonly (readonly [object: string, verb: string])[]
}

const places: readonly Place[] = [
  { to: '/cockpit', label: 'palette.cockpit', glyph: 'chart', needs: [['cockpit', 'read']] },
  { to: '/outbox', label: 'desk.outbox.title', glyph: 'mail', needs: [['outbox', 'read']] },
  { to: '/definitions', label: 'desk.definitions.title', glyph: 'form', needs: [['definition', 'read']] },
  { to: '/templates', label: 'palette.templates', glyph: 'copy', needs: [['definition', 'read']] },
  { to: '/teams', label: 'inbox.teams', glyph: 'people', needs: [['queue', 'manage']] },
  { to: '/members', label: 'desk.members.title', glyph: 'people', needs: [['member', 'read']] },
  { to: '/policies', label: 'desk.policies.title', glyph: 'key', needs: [['policy', 'read']] },
  { to: '/brand', label: 'palette.brand', glyph: 'palette', needs: [['brand', 'manage']] },
  { to: '/ladder', label: 'desk.ladder.title', glyph: 'pending', needs: [['ladder', 'manage']] },
  { to: '/calendar', label: 'palette.calendar', glyph: 'queue', needs: [['calendar', 'manage']] },
  { to: '/plugins', label: 'palette.plugins', glyph: 'plug', needs: [['plugin', 'manage']] },
  { to: '/system', label: 'palette.system', glyph: 'pass', needs: [['plugin', 'manage']] },
  { to: '/storage', label: 'palette.storage', glyph: 'queue', needs: [['storage', 'read']] },
  { to: '/share', label: 'desk.share.title', glyph: 'open', needs: [['definition', 'read'], ['pipeline', 'start']] },
  { to: '/feedback', label: 'desk.feedback.title', glyph: 'help', needs: [['feedback', 'read']] },
  { to: '/lists', label: 'palette.lists', glyph: 'search', needs: [['list', 'read']] },
  { to: '/audit', label: 'desk.audit.title', glyph: 'shield', needs: [['audit', 'read']] },
]

/** The places of the administration that a member may see. */
export const placesFor = (session: Session): readonly Place[] =>
  places.filter((p) => p.needs.some(([object, verb]) => may(session, object, verb)))

/** As far as is counted: nobody reads more. */
const mostUnread = 999

function QueueLink({ queue, unread, isMore }: { queue: Queue; unread: number; isMore: boolean }) {
  const { t, text, number } = useI18n()
  const shown = queue.more ? `${number(10_000)}+` : number(queue.count)
  const isOpen = isMore || unread > mostUnread
  const news = isOpen ? `${number(Math.min(unread, mostUnread))}+` : number(unread)
  const told = isOpen ? t('inbox.unreadMore', { n: Math.min(unread, mostUnread) }) : t('inbox.unreadCount', { n: unread })
  return (
    <li>
      <NavLink to={`/queues/${queue.key}`} className={css.link}>
        <span className={css.name} data-unread={unread > 0 || undefined}>{text(queue.name)}</span>
        {unread > 0 && <span className={css.unread} title={told}><span aria-hidden="true">{news}</span><span className={css.hidden}>{told} </span></span>}
        <span className={css.count} data-empty={queue.count === 0 || undefined}>
          <span className={css.hidden}>{t('desk.rail.cases')} </span>{shown}
        </span>
      </NavLink>
    </li>
  )
}

function Queues() {
  const { t } = useI18n()
  const { data, error, refetch } = useQueues()
  const { data: unread } = useUnread()
  if (data && data.length === 0) return <p className={css.none}>{t('desk.rail.none')}</p>
  if (!data && error) return <FaultNotice error={error} retry={() => void refetch()} />
  if (!data) return <div className={css.skeletons}>{[1, 2, 3, 4, 5].map((n) => <Skeleton key={n} height={16} />)}</div>
  return <ul className={css.list}>{data.map((q) => <QueueLink key={q.key} queue={q} unread={unread?.queues[q.key] ?? 0} isMore={!!unread?.more?.includes(q.key)} />)}</ul>
}

/** The notes that speak to me, once there is one. */
function Mentions() {
  const { t, number } = useI18n()
  const { data } = useMentions()
  if (!data?.length) return null
  const unread = data.filter((m) => !m.read).length
  return (
    <ul className={css.list}>
      <li>
        <NavLink to="/mentions" className={css.link}>
          <span className={css.name} data-unread={unread > 0 || undefined}>{t('casepage.mentions')}</span>
          {unread > 0 && <span className={css.unread} title={t('casepage.mentionsUnread', { n: unread })}><span aria-hidden="true">{number(unread)}</span><span className={css.hidden}>{t('casepage.mentionsUnread', { n: unread })} </span></span>}
        </NavLink>
      </li>
    </ul>
  )
}

/** Queues with their counts, then what this member may administer. */
export function Rail({ isDrawer = false, onPalette, foot }: { isDrawer?: boolean; onPalette: () => void; foot: ReactNode }) {
  const { t } = useI18n()
  const { name } = useBrand()
  const admin = placesFor(useMe())
  return (
    <div className={css.rail}>
      {!isDrawer && <p className={css.brand}><bdi>{name}</bdi></p>}
      <button type="button" className={css.find} onClick={onPalette}>
        <Glyph name="search" /><span className={css.name}>{t('palette.title')}</span><kbd dir="ltr" className={parts.kbd}>{keyName('Ctrl+K')}</kbd>
      </button>
      <div className={css.lists}>
        <nav aria-label={t('desk.rail.queues')}>
          <h2 className={css.title}>{t('desk.rail.queues')}</h2>
          <Queues />
          <Mentions />
        </nav>
        {admin.length > 0 && (
          <nav aria-label={t('desk.rail.admin')}>
            <h2 className={css.title}>{t('desk.rail.admin')}</h2>
            <ul className={css.list}>
              {admin.map((p) => (
                <li key={p.to}>
                  <NavLink to={p.to} className={css.link}><Glyph name={p.glyph} /><span className={css.name}>{t(p.label)}</span></NavLink>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </div>
      <div className={css.foot}>{foot}</div>
    </div>
  )
}
