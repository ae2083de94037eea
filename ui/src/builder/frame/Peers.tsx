import { Tooltip } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { useDraftPart } from './draftContext'
import css from './frame.module.css'

const initials = (name: string): string => name.split(/\s+/).filter(Boolean).map((word) => [...word][0]).slice(0, 2).join('').toUpperCase()

/** Who else has this definition open. */
export function Peers() {
  const { t } = useI18n()
  const peers = useDraftPart((view) => view.peers)
  if (peers.length === 0) return null
  return (
    <ul className={css.peers} aria-label={t('builder.peers')}>
      {peers.map((peer) => (
        <li key={peer.id}><Tooltip label={t('builder.peer', { name: peer.name })}><span className={css.peer} role="img" aria-label={peer.name}>{initials(peer.name)}</span></Tooltip></li>
      ))}
    </ul>
  )
}
