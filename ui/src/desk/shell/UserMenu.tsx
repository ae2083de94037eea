import { Button, NativeSelect, Popover, useMantineColorScheme } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { tell } from '../parts/fault'
import { Glyph } from '../parts/Glyph'
import parts from '../parts/parts.module.css'
import { useSay } from '../parts/toast'
import { useLogOut } from '../query/session'
import { useMe } from '../session/RequireSession'
import { LanguageSelect } from './LanguageSelect'
import css from './UserMenu.module.css'

const schemes = ['light', 'dark', 'auto'] as const

function ThemeSelect() {
  const { t } = useI18n()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <NativeSelect label={t('desk.theme')} value={colorScheme} onChange={(e) => setColorScheme(schemes.find((s) => s === e.currentTarget.value) ?? 'auto')}>
      {schemes.map((s) => <option key={s} value={s}>{t(`desk.theme.${s}`)}</option>)}
    </NativeSelect>
  )
}

function LogOut() {
  const i18n = useI18n()
  const say = useSay()
  const logOut = useLogOut()
  const leave = (): void => logOut.mutate(undefined, { onError: (e) => say(tell(e, i18n).message, { tone: 'danger' }) })
  return <Button variant="default" leftSection={<Glyph name="open" />} loading={logOut.isPending} onClick={leave}>{i18n.t('desk.logOut')}</Button>
}

/** Who is signed in, and what is theirs alone: language, theme, help, leaving. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { t } = useI18n()
  const { member } = useMe()
  const [isOpen, setOpen] = useState(false)
  const help = (): void => {
    setOpen(false)
    onHelp()
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" width={240} trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <button type="button" className={css.button} onClick={() => setOpen((o) => !o)}>
          <Glyph name="user" size={18} />
          <span className={css.text}>
            <bdi className={css.name}>{member.name}</bdi>
            <bdi dir="ltr" className={css.email}>{member.email}</bdi>
          </span>
          <Glyph name="both" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={member.name}>
        <div className={parts.stack}>
          <LanguageSelect />
          <ThemeSelect />
          <Button component={Link} to="/absences" variant="default" leftSection={<Glyph name="people" />} onClick={() => setOpen(false)}>{t('inbox.away.title')}</Button>
          <Button variant="default" leftSection={<Glyph name="help" />} onClick={help}>{t('desk.help.title')}</Button>
          <LogOut />
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
