import { useCallback, useEffect, useRef, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { Banner } from '../../design/Banner'
import { Button, ButtonRow } from '../../design/Button'
import { LiveRegion } from '../../design/Hidden'
import { Stack } from '../../design/Layout'
import { useI18n } from '../../i18n/I18n'
import type { TextKey } from '../../i18n/keys'
import { type Case, useCase } from '../caseContext'
import { Failure } from '../Failure'
import type { Session } from '../session'
import { useAct } from '../useAct'
import css from './HandOver.module.css'

type Link = Schemas['HandOver']

const beat = 2_500

/** What came from the other device. */
interface Arrived {
  documents: number
  answers: boolean
}

/** Follows what the other device does: its documents and its answers appear here, and so does that it has handed them in. */
function useOther(current: Case, { store, live, catchUp, revision }: Session, isWaiting: boolean): Arrived {
  const { take } = useCase()
  const known = useRef(new Set(current.documents.map((d) => d.id)))
  const [arrived, setArrived] = useState<Arrived>({ documents: 0, answers: false })
  const stage = current.stage.key
  useEffect(() => {
    if (!isWaiting) return undefined
    let isOver = false
    const look = async (): Promise<void> => {
      const next = await ask(api.GET('/portal/case'))
      const fresh = next.documents.filter((d) => !known.current.has(d.id))
      const isNewer = next.revision > revision()
      if (isOver || (fresh.length === 0 && !isNewer && next.stage.key === stage)) return
      for (const d of fresh) known.current.add(d.id)
      take(next)
      if (next.stage.key !== stage) return // another page says how it stands
      if (isNewer && next.stage.answers === 'open') await catchUp()
      const keys = [...new Set(fresh.map((d) => d.field.split('/')[1] ?? ''))]
      store.replace({ ...store.answers, ...Object.fromEntries(keys.map((key) => [key, next.answers[key]])) })
      setArrived((was) => ({ documents: was.documents + fresh.length, answers: was.answers || isNewer }))
    }
    const timer = setInterval(() => void look().catch(() => undefined), beat) // the next beat asks again
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [isWaiting, take, store, live, catchUp, revision, stage])
  return arrived
}

interface HandOverProps {
  current: Case
  session: Session
  /** Where the other device arrives: an item, a page, or "" for where everybody does. */
  to: string
  /** What for: to photograph a document, to go on elsewhere, or to let the person themselves go on whom a member helps. */
  aim: 'photo' | 'device' | 'person'
}

const said = ({ documents, answers }: Arrived): [TextKey, Record<string, number>?] => {
  if (documents > 0) return ['checklist.handover.arrived', { n: documents }]
  return answers ? ['checklist.handover.answered'] : ['checklist.handover.waiting']
}

/** Going on with another device, while this page waits and shows what comes. */
export function HandOver({ current, session, to, aim }: HandOverProps) {
  const { t, time } = useI18n()
  const [link, setLink] = useState<Link>()
  const arrived = useOther(current, session, link !== undefined)
  const { busy, error, run } = useAct(useCallback(async () => {
    await session.autosave.settle()
    setLink(await ask(api.POST('/portal/case/handover', { body: { to: to || undefined } })))
  }, [session.autosave, to]))
  if (!link) {
    return (
      <Stack>
        {error !== undefined && <Failure error={error} />}
        <ButtonRow><Button kind="secondary" busy={busy} onClick={run}>{t(`checklist.handover.open.${aim}`)}</Button></ButtonRow>
      </Stack>
    )
  }
  return (
    <Banner title={t(`checklist.handover.title.${aim}`)}>
      <Stack>
        <p>{t(`checklist.handover.text.${aim}`)}</p>
        <img className={css.code} src={`data:image/svg+xml;utf8,${encodeURIComponent(link.qr)}`} alt={t('checklist.handover.alt')} />
        <p>{t('checklist.handover.address')}<br /><a className={css.address} dir="ltr" href={link.url}>{link.url}</a></p>
        <p>{t('checklist.handover.until', { time: time(link.expiresAt) })}</p>
        <LiveRegion visible>{t(...said(arrived))}</LiveRegion>
        {error !== undefined && <Failure error={error} />}
        <ButtonRow>
          <Button kind="secondary" busy={busy} onClick={run}>{t('checklist.handover.again')}</Button>
          <Button kind="quiet" onClick={() => setLink(undefined)}>{t('common.close')}</Button>
        </ButtonRow>
      </Stack>
    </Banner>
  )
}
