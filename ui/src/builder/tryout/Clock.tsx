import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import type { Schemas } from '../../api/client'
import { tellSandboxClock } from '../../api/sandbox'
import { tell } from '../../desk/parts/fault'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Glyph } from '../../desk/parts/Glyph'
import { Notice } from '../../desk/parts/Notice'
import { relative } from '../../desk/parts/When'
import { useI18n } from '../../i18n/I18n'
import { useAnnounce } from '../frame/Announcer'
import { useSpeech } from '../pipeline/editing'
import type { Pipeline } from '../pipeline/types'
import type { Words } from '../pipeline/words'
import { isCutShort, type Tryout, useAdvance } from './server'
import css from './tryout.module.css'

/** What the clock of the sandbox shows: it goes on with ours. */
function useSandboxNow(tryout: Tryout): number {
  const [offset, setOffset] = useState(() => Date.parse(tryout.now) - Date.now())
  const [, tick] = useState(0)
  useEffect(() => {
    const ahead = Date.parse(tryout.now) - Date.now()
    tellSandboxClock(ahead)
    setOffset(ahead)
  }, [tryout.now])
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 10_000)
    return () => clearInterval(timer)
  }, [])
  return Date.now() + offset
}

const jumps = [['hour', 'PT1H'], ['day', 'P1D'], ['week', 'P7D']] as const

/** What will happen by itself next, in words. */
function useNext(tryout: Tryout, p: Pipeline, words: Words, now: number): string {
  const { t, text, list, locale } = useSpeech()
  const { next } = tryout
  if (!next) return t('tryout.next.none')
  const seconds = (Date.parse(next.at) - now) / 1000
  const when = seconds < 60 ? t('tryout.next.now') : relative(locale, seconds, 'long')
  const transition = p.transitions.find((each) => each.key === next.transition)
  const to = transition && transition.to !== transition.from ? p.stages.find((s) => s.key === transition.to) : undefined
  const does = transition ? [...(transition.effects ?? []).map(words.effect), ...(to ? [t('flow.outline.to', { name: text(to.name) || to.key })] : [])] : []
  return t('tryout.next.said', { when, what: does.length > 0 ? list(does) : t(`tryout.next.${next.what}`) })
}

/** A moment as a field of date and time has it, in the reader's zone. */
const fieldTime = (ms: number): string => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

function Moment({ now, onJump }: { now: number; onJump: (body: Schemas['AdvanceClock']) => void }) {
  const { t } = useI18n()
  const [value, setValue] = useState('')
  const [fault, setFault] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const at = Date.parse(value)
    if (Number.isNaN(at)) return setFault(t('tryout.clock.missing'))
    if (at <= now) return setFault(t('tryout.clock.past'))
    setFault('')
    onJump({ to: new Date(at).toISOString() })
  }
  return (
    <form noValidate className={css.moment} onSubmit={submit}>
      <TextInput type="datetime-local" label={t('tryout.clock.moment')} min={fieldTime(now)} value={value} error={fault} onChange={(e) => setValue(e.currentTarget.value)} />
      <Button type="submit" variant="default">{t('tryout.clock.go')}</Button>
    </form>
  )
}

interface ClockProps {
  tryout: Tryout
  p: Pipeline
  words: Words
  /** The frame shows what was before: it is loaded anew. */
  onJumped: () => void
}

/** The clock of the sandbox, and the ways to move it on. */
export function Clock({ tryout, p, words, onJumped }: ClockProps) {
  const i18n = useI18n()
  const { t, dateTime } = i18n
  const announce = useAnnounce()
  const advance = useAdvance(tryout)
  const now = useSandboxNow(tryout)
  const next = useNext(tryout, p, words, now)
  const jump = (body: Schemas['AdvanceClock']): void => {
    if (advance.isPending) return
    advance.mutate(body, {
      onSuccess: (after) => {
        const sent = after.messages.length - tryout.messages.length
        announce(t('tryout.clock.jumped', { time: dateTime(after.now), messages: t('tryout.messages.count', { n: Math.max(0, sent) }) }))
        onJumped()
      },
      onError: (error) => isCutShort(error) && onJumped(),
    })
  }
  const busy = { 'aria-disabled': advance.isPending || undefined, 'data-disabled': advance.isPending || undefined }
  return (
    <section className={css.clock} aria-label={t('tryout.clock.title')}>
      <p className={css.now}><Glyph name="pending" size={16} /><time dateTime={new Date(now).toISOString()}>{dateTime(new Date(now).toISOString())}</time></p>
      <div role="group" aria-label={t('tryout.clock.jump')} className={css.jumps}>
        {jumps.map(([name, by]) => <Button key={name} variant="default" {...busy} onClick={() => jump({ by })}>{t(`tryout.clock.${name}`)}</Button>)}
      </div>
      <div className={css.next}>
        <p>{next}</p>
        {tryout.next && <Button variant="default" {...busy} onClick={() => jump({ next: true })}>{t('tryout.clock.next')}</Button>}
      </div>
      <details className={css.more}>
        <summary>{t('tryout.clock.other')}</summary>
        <Moment now={now} onJump={jump} />
      </details>
      {isCutShort(advance.error) ? <Notice tone="warn" role="alert"><p>{tell(advance.error, i18n).message}</p></Notice> : <FaultNotice error={advance.error} />}
    </section>
  )
}
