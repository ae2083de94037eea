import { useEffect, useState } from 'react'
import { LiveRegion } from '../design/Hidden'
import { Caption } from '../design/Shell'
import { type I18n, useI18n } from '../i18n/I18n'
import type { SaveState } from './autosave'
import { type Signal, useSignal } from './signal'

function say(state: SaveState, { t, time }: I18n): string {
  switch (state.kind) {
    case 'idle':
      return ''
    case 'saving':
      return t('apply.save.saving')
    case 'saved':
      return t('apply.save.saved', { time: time(state.at) })
    case 'offline':
      return t('apply.save.offline')
    case 'refused':
      return t('apply.save.refused')
  }
}

/** Tells ears when the connection goes and when it is back, not of every save. */
function useAnnouncement(state: SaveState, text: string): string {
  const [said, setSaid] = useState('')
  const [wasOffline, setOffline] = useState(false)
  useEffect(() => {
    if (state.kind === 'offline' || state.kind === 'refused') {
      setOffline(true)
      setSaid(text)
    } else if (state.kind === 'saved' && wasOffline) {
      setOffline(false)
      setSaid(text)
    }
  }, [state.kind, text, wasOffline])
  return said
}

/** Whether what was typed is safe. */
export function SaveLine({ state }: { state: Signal<SaveState> }) {
  const i18n = useI18n()
  const now = useSignal(state)
  const text = say(now, i18n)
  const said = useAnnouncement(now, text)
  return (
    <>
      <Caption tone={now.kind === 'offline' || now.kind === 'refused' ? 'warn' : undefined}>{text}</Caption>
      <LiveRegion>{said}</LiveRegion>
    </>
  )
}
