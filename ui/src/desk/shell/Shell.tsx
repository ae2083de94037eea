import { Drawer } from '@mantine/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router'
import { SkipLink } from '../../design/Hidden'
import { useI18n } from '../../i18n/I18n'
import { useBrand } from '../brand'
import { Glyph } from '../parts/Glyph'
import { ClockProvider } from '../parts/When'
import { RequireSession } from '../session/RequireSession'
import { CommandPalette } from './CommandPalette'
import { CommandProvider } from './commands'
import { LiveProvider } from '../query/live'
import { GoShortcuts } from './GoShortcuts'
import { HelpDialog } from './HelpDialog'
import { Rail } from './Rail'
import css from './Shell.module.css'
import { ShortcutProvider } from './shortcuts'
import { useFocusKept } from './useFocusKept'
import { UserMenu } from './UserMenu'

/** The way to the rail where the screen is narrow. */
function TopBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useI18n()
  const { name } = useBrand()
  return (
    <section className={css.top} aria-label={name}>
      <button type="button" className={css.menu} aria-label={t('desk.menu')} onClick={onMenu}><Glyph name="menu" size={18} /></button>
      <span className={css.brand}><bdi>{name}</bdi></span>
    </section>
  )
}

const isInDialog = (): boolean => document.activeElement?.closest('[role="dialog"]') != null

/** A new screen is told to screen readers by its heading; a dialog that was opened meanwhile keeps the focus. */
function useArrival() {
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  const first = useRef(true)
  useEffect(() => {
    if (!first.current && !isInDialog()) main.current?.focus({ preventScroll: true })
    first.current = false
  }, [pathname])
  return main
}

function Frame() {
  const { t } = useI18n()
  const [isPalette, setPalette] = useState(false)
  const closePalette = useCallback(() => setPalette(false), [])
  const openPalette = useCallback(() => setPalette(true), [])
  const { name } = useBrand()
  const [isOpen, setOpen] = useState(false)
  const [isHelp, setHelp] = useState(false)
  const { pathname, search } = useLocation()
  const busy = useNavigation().state === 'loading'
  const main = useArrival()
  useFocusKept()
  useEffect(() => setOpen(false), [pathname, search])
  const help = (): void => setHelp(true)
  return (
    <div className={css.shell}>
      <SkipLink to="main">{t('common.skip')}</SkipLink>
      <GoShortcuts onHelp={help} />
      <TopBar onMenu={() => setOpen(true)} />
      <aside className={css.rail} aria-label={name}><Rail onPalette={openPalette} foot={<UserMenu onHelp={help} />} /></aside>
      <Drawer opened={isOpen} onClose={() => setOpen(false)} size="xs" padding={0} classNames={{ content: css.drawer, header: css.drawerHead, body: css.drawerBody }} title={t('desk.menu')} closeButtonProps={{ 'aria-label': t('desk.close') }}>
        {isOpen && <Rail isDrawer onPalette={() => { setOpen(false); openPalette() }} foot={<UserMenu onHelp={help} />} />}
      </Drawer>
      {/* A new screen begins at its top; going back finds the place again. */}
      <ScrollRestoration />
      <main id="main" ref={main} tabIndex={-1} className={css.main} aria-busy={busy || undefined}><Outlet /></main>
      <CommandPalette isOpen={isPalette} onOpen={openPalette} onClose={closePalette} />
      {isHelp && <HelpDialog onClose={() => setHelp(false)} />}
    </div>
  )
}

/** The frame of every screen but the login. */
export function Shell() {
  return (
    <RequireSession>
      <ClockProvider>
        <ShortcutProvider><CommandProvider><LiveProvider><Frame /></LiveProvider></CommandProvider></ShortcutProvider>
      </ClockProvider>
    </RequireSession>
  )
}
