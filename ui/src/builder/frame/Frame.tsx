import { type ReactNode, useMemo, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Announcer } from './Announcer'
import { Conflicts } from './Conflicts'
import { ContentProvider, firstLocale, reader } from './content'
import { useDraftPart } from './draftContext'
import { Cell } from '../document/cell'
import { type Goal, GoalProvider } from './goal'
import css from './frame.module.css'
import { Head, type Titled } from './Head'
import { usePartKeys } from './parts'
import { Problems } from './Problems'
import type { Address } from './server'

interface FrameProps {
  address: Address
  /** What is inside brings a head of its own. */
  isTrying: boolean
  children: ReactNode
}

/** The language of the texts: the one chosen, as long as the definition has it. */
function useLanguage() {
  const { locale: own } = useI18n()
  const locales = useDraftPart<Titled, string[]>((view) => view.history.present.locales)
  const defaultLocale = useDraftPart<Titled, string>((view) => view.history.present.defaultLocale)
  const [chosen, setLocale] = useState('')
  const locale = locales.includes(chosen) ? chosen : firstLocale(locales, defaultLocale, own)
  return useMemo(() => ({ locale, setLocale, read: reader(locale, defaultLocale) }), [locale, defaultLocale])
}

/** What stands around every editor: its title, how it is saved, undo and redo, who else is here, what is wrong. */
export function Frame({ address, isTrying, children }: FrameProps) {
  const [isProblems, setProblems] = useState(false)
  const content = useLanguage()
  usePartKeys()
  const [goal] = useState(() => new Cell<Goal | undefined>(undefined))
  return (
    <ContentProvider value={content}>
      <Announcer>
        <div className={css.frame}>
          {!isTrying && <Head address={address} isProblems={isProblems} onProblems={() => setProblems(!isProblems)} />}
          <Conflicts />
          <GoalProvider value={goal}>
            {isProblems && !isTrying && <Problems />}
            <div className={css.editor}>{children}</div>
          </GoalProvider>
        </div>
      </Announcer>
    </ContentProvider>
  )
}
