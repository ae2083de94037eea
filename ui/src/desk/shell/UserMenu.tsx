import { Menu, useMantineColorScheme } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { localeNames, locales } from '../../i18n/locale'
import { Glyph } from '../parts/Glyph'
import { tell } from '../parts/fault'
import { useSay } from '../parts/toast'
import { useLogOut } from '../query/session'
import { useMe } from '../session/RequireSession'
import css from './UserMenu.module.css'

const schemes = ['light', 'dark', 'auto'] as const

function Choices() {
  const { t, find, locale, setLocale } = useI18n()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Menu.Label>{t('desk.language')}</Menu.Label>
      {locales.map((l) => (
        <Menu.Item key={l} lang={l} role="menuitemradio" aria-checked={l === locale} rightSection={l === locale && <Glyph name="pass" />} onClick={() => setLocale(l)}>
          {localeNames[l]}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Label>{t('desk.theme')}</Menu.Label>
      {schemes.map((s) => (
        <Menu.Item key={s} role="menuitemradio" aria-checked={s === colorScheme} rightSection={s === colorScheme && <Glyph name="pass" />} onClick={() => setColorScheme(s)}>
          {find(`desk.theme.${s}`)}
        </Menu.Item>
      ))}
    </>
  )
}

/** Who is signed in, and what is theirs alone: language, theme, help, leaving. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const i18n = useI18n()
  const { t } = i18n
  const { member, roles } = useMe()
  const say = useSay()
  const logOut = useLogOut()
  const leave = (): void => logOut.mutate(undefined, { onError: (e) => say(tell(e, i18n).message, { tone: 'danger' }) })
  return (
    <Menu position="top-start" width={208} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button type="button" className={css.button}>
          <Glyph name="user" size={18} />
          <span className={css.text}>
            <bdi className={css.name}>{member.name}</bdi>
            <span className={css.roles}>{roles.join(', ')}</span>
          </span>
          <Glyph name="both" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Choices />
        <Menu.Divider />
        <Menu.Item leftSection={<Glyph name="help" />} onClick={onHelp}>{t('desk.help.title')}</Menu.Item>
        <Menu.Item leftSection={<Glyph name="open" />} onClick={leave}>{t('desk.logOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
