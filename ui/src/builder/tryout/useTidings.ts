import { useEffect, useRef } from 'react'
import { useI18n } from '../../i18n/I18n'
import { useAnnounce } from '../frame/Announcer'
import type { Tryout } from './server'

/** Says what happened since the last look: where cases stand now, and what was sent. */
export function useTidings(tryout: Tryout): void {
  const { t, text } = useI18n()
  const announce = useAnnounce()
  const before = useRef(tryout)
  useEffect(() => {
    const last = before.current
    before.current = tryout
    if (last === tryout || last.id !== tryout.id) return
    const moved = tryout.cases.filter((c) => last.cases.find((each) => each.id === c.id)?.stage !== c.stage)
    const known = new Set(last.messages.map((m) => m.id))
    const sent = tryout.messages.filter((m) => !known.has(m.id))
    const said = [
      ...moved.map((c) => t('tryout.said.stands', { case: c.name || c.reference, stage: text(c.stageName) || c.stage })),
      ...sent.map((m) => t('tryout.said.sent', { subject: m.subject || m.template, to: m.to })),
    ]
    if (said.length > 0) announce(said.join('. '))
  }, [tryout, announce, t, text])
}
