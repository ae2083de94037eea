import { useMantineColorScheme } from '@mantine/core'
import { useNavigate } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { localeNames, locales } from '../../i18n/locale'
import { useQueues } from '../query/queues'
import { useMe } from '../session/RequireSession'
import { useCommands } from './commands'
import { placesFor } from './Rail'
import { type Shortcut, useShortcuts } from './shortcuts'

const letters: Record<string, string> = { '/cockpit': 'c', '/teams': 'q', '/storage': 's', '/share': 'w', '/feedback': 'f', '/outbox': 'o', '/definitions': 'd', '/templates': 't', '/members': 'm', '/policies': 'p', '/brand': 'b', '/ladder': 'r', '/calendar': 'k', '/system': 'y', '/plugins': 'e', '/lists': 'l', '/audit': 'a' }

/** "g" and a letter or number goes to a place of the rail. */
export function GoShortcuts({ onHelp }: { onHelp: () => void }) {
  const { t, text, setLocale } = useI18n()
  const { setColorScheme } = useMantineColorScheme()
  const navigate = useNavigate()
  const me = useMe()
  const { data: queues = [] } = useQueues()
  const go = (to: string) => (): void => void navigate(to)
  const list: Shortcut[] = [
    { keys: 'Ctrl+K', label: t('palette.title') },
    { keys: '?', label: t('desk.help.title'), run: onHelp },
    { keys: 'g i', label: t('desk.keys.first'), run: go('/') },
    ...queues.slice(0, 9).map((q, i) => ({ keys: `g ${i + 1}`, label: text(q.name), run: go(`/queues/${q.key}`) })),
    ...placesFor(me).map((p) => ({ keys: `g ${letters[p.to] ?? ''}`, label: t(p.label), run: go(p.to) })),
  ]
  useShortcuts(list.map((s) => ({ ...s, isEverywhere: true })))
  useCommands(() => [
    { id: 'help', title: t('desk.help.title'), group: t('palette.do'), keys: '?', run: onHelp },
    ...(['light', 'dark', 'auto'] as const).map((s) => ({ id: `theme ${s}`, title: `${t('desk.theme')}: ${t(`desk.theme.${s}`)}`, group: t('palette.settings'), run: () => setColorScheme(s) })),
    ...locales.map((l) => ({ id: `language ${l}`, title: `${t('desk.language')}: ${localeNames[l]}`, group: t('palette.settings'), run: () => setLocale(l) })),
  ])
  return null
}
