import { useNavigate } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { useQueues } from '../query/queues'
import { useMe } from '../session/RequireSession'
import { placesFor } from './Rail'
import { type Shortcut, useShortcuts } from './shortcuts'

const letters: Record<string, string> = { '/outbox': 'o', '/definitions': 'd', '/members': 'm', '/policies': 'p', '/audit': 'a' }

/** "g" and a letter or number goes to a place of the rail. */
export function GoShortcuts({ onHelp }: { onHelp: () => void }) {
  const { t, text } = useI18n()
  const navigate = useNavigate()
  const me = useMe()
  const { data: queues = [] } = useQueues()
  const go = (to: string) => (): void => void navigate(to)
  const list: Shortcut[] = [
    { keys: '?', label: t('desk.help.title'), run: onHelp },
    { keys: 'g i', label: t('desk.keys.first'), run: go('/') },
    ...queues.slice(0, 9).map((q, i) => ({ keys: `g ${i + 1}`, label: text(q.name), run: go(`/queues/${q.key}`) })),
    ...placesFor(me).map((p) => ({ keys: `g ${letters[p.to] ?? ''}`, label: t(p.label), run: go(p.to) })),
  ]
  useShortcuts(list)
  return null
}
