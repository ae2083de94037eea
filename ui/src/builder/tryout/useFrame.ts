import { useCallback, useRef, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { speakInTryout } from '../../i18n/I18n'
import { localeOf } from '../../i18n/locale'
import { useAnnounce } from '../frame/Announcer'
import { spoken } from './Bar'
import type { Shown } from './Screen'
import { applicant, type Tryout, useActAs } from './server'

/** Where a frame is now; "" while it is loading, and where it left our origin. */
export function placeOf(frame: Pick<HTMLIFrameElement, 'contentWindow'> | null): string {
  try {
    const at = frame?.contentWindow?.location
    return at && at.protocol !== 'about:' ? `${at.pathname}${at.search}${at.hash}` : ''
  } catch {
    return '' // a page of another origin, or the browser's own about what it could not load
  }
}

/** Who looks at what in the frame, and in which language. Everyone finds the page again that they left. */
export function useFrame(tryout: Tryout) {
  const { t, locale: own } = useI18n()
  const announce = useAnnounce()
  const actAs = useActAs(tryout)
  const frame = useRef<HTMLIFrameElement>(null)
  const left = useRef(new Map<string, string>())
  const [who, setWho] = useState(applicant)
  const [shown, setShown] = useState<Shown>({ path: tryout.paths.apply, turn: 0 })
  const [locale, setLocale] = useState(() => {
    const tags = spoken(tryout)
    const first = tags.find((tag) => localeOf(tag) === own) ?? tags.find((tag) => tag === tryout.defaultLocale) ?? tags[0] ?? own
    speakInTryout(localeOf(first) ?? own)
    return first
  })
  const show = (path: string): void => setShown((before) => ({ path, turn: before.turn + 1 }))
  const here = (): string => placeOf(frame.current) || shown.path

  const become = (person: string, path?: string): void => {
    left.current.set(who, here())
    setWho(person)
    const name = tryout.people.find((p) => p.id === person)?.name ?? t('flow.by.applicant')
    const arrive = (start: string): void => {
      show(path ?? left.current.get(person) ?? start)
      announce(t('tryout.who.now', { name }))
    }
    // The applicant is known by the case that their browser began, which no login touches.
    if (person === applicant) arrive(tryout.paths.apply)
    else actAs.mutate(person, { onSuccess: (acting) => arrive(acting.path), onError: () => setWho(who) })
  }
  const speak = (tag: string): void => {
    speakInTryout(localeOf(tag) ?? own)
    setLocale(tag)
    show(here())
  }
  return {
    who, shown, locale, become, speak,
    error: actAs.error,
    isBusy: actAs.isPending,
    onFrame: useCallback((element: HTMLIFrameElement | null) => void (frame.current = element), []),
    reload: () => show(here()),
    // With its opener: the tab is one of this try-out only if it takes over what this window keeps.
    openTab: () => void window.open(here(), '_blank'),
    /** Follows a link of a message, as the one to whom it was sent. */
    follow: (link: string) => become(applicant, link),
  }
}
