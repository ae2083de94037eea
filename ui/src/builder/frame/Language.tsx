import { NativeSelect } from '@mantine/core'
import { useEffect } from 'react'
import { useCommands } from '../../desk/shell/commands'
import { useShortcuts } from '../../desk/shell/shortcuts'
import { useI18n } from '../../i18n/I18n'
import { useAnnounce } from './Announcer'
import { useContent } from './content'
import { useDraftPart } from './draftContext'
import css from './frame.module.css'
import type { Titled } from './Head'
import { languageName } from './languages'

/** F8 writes on in the next language, Shift+F8 in the one before; the focus stays in the text. */
function useKeys(turn: (by: 1 | -1) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'F8' || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('[role="dialog"]')) return
      event.preventDefault()
      turn(event.shiftKey ? -1 : 1)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })
}

interface ChoiceProps {
  locales: readonly string[]
  locale: string
  onChoose: (locale: string) => void
}

function Choice({ locales, locale, onChoose }: ChoiceProps) {
  const { t, locale: own } = useI18n()
  const announce = useAnnounce()
  const go = (to: string): void => {
    onChoose(to)
    announce(t('palette.said.language', { name: languageName(to, own) }))
  }
  useKeys((by) => go(locales[(locales.indexOf(locale) + by + locales.length) % locales.length] ?? locale))
  useShortcuts([{ keys: 'F8 Shift+F8', label: t('palette.keys.language') }])
  useCommands(() => locales.filter((l) => l !== locale).map((l) => ({ id: `texts ${l}`, title: `${t('builder.textLanguage')}: ${languageName(l, own)}`, group: t('palette.views'), run: () => go(l) })))
  return (
    <NativeSelect className={css.language} aria-label={t('builder.textLanguage')} value={locale} onChange={(e) => onChoose(e.currentTarget.value)}>
      {locales.map((l) => <option key={l} value={l}>{languageName(l, own)}</option>)}
    </NativeSelect>
  )
}

/** In which language the texts are read and written, where there are several. */
export function Language() {
  const locales = useDraftPart<Titled, string[]>((view) => view.history.present.locales)
  const { locale, setLocale } = useContent()
  return locales.length < 2 ? null : <Choice locales={locales} locale={locale} onChoose={setLocale} />
}
