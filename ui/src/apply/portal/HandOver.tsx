import { useCallback, useEffect, useRef, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { Banner } from '../../design/Banner'
import { Button, ButtonRow } from '../../design/Button'
import { LiveRegion } from '../../design/Hidden'
import { Stack } from '../../design/Layout'
import { useI18n } from '../../i18n/I18n'
import { type Case, useCase } from '../caseContext'
import { Failure } from '../Failure'
import type { Session } from '../session'
import { useAct } from '../useAct'
import css from './HandOver.module.css'

type Link = Schemas['HandOver']

const beat = 2_500

/** Follows what the other device does: its documents and its answers appear here. */
function useOther(current: Case, { store, live, catchUp }: Session, isWaiting: boolean): number {
  const { take } = useCase()
  const known = useRef(new Set(current.documents.map((d) => d.id)))
  const [arrived, setArrived] = useState(0)
  useEffect(() => {
    if (!isWaiting) return undefined
    let isOver = false
    const look = async (): Promise<void> => {
      const next = await ask(api.GET('/portal/case'))
      const fresh = next.documents.filter((d) => !known.current.has(d.id))
      if (isOver || fresh.length === 0) return
      for (const d of fresh) known.current.add(d.id)
      take(next)
      if (next.stage.answers === 'open') await catchUp()
      const keys = [...new Set(fresh.map((d) => d.field.split('/')[1] ?? ''))]
      store.replace({ ...store.answers, ...Object.fromEntries(keys.map((key) => [key, next.answers[key]])) })
      setArrived((n) => n + fresh.length)
    }
    const timer = setInterval(() => void look().catch(() => undefined), beat) // the next beat asks again
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [isWaiting, take, store, live, catchUp])
  return arrived
}

/** Going on with a phone, to photograph a document, while this page waits and shows what comes. */
export function HandOver({ current, session, to }: { current: Case; session: Session; to: string }) {
  const { t, time } = useI18n()
  const [link, setLink] = useState<Link>()
  const arrived = useOther(current, session, link !== undefined)
  const { busy, error, run } = useAct(useCallback(async () => {
    await session.autosave.settle()
    setLink(await ask(api.POST('/portal/case/handover', { body: { to } })))
  }, [session.autosave, to]))
  if (!link) {
    return (
      <Stack>
        {error !== undefined && <Failure error={error} />}
        <ButtonRow><Button kind="secondary" busy={busy} onClick={run}>{t('checklist.handover.open')}</Button></ButtonRow>
      </Stack>
    )
  }
  return (
    <Banner title={t('checklist.handover.title')}>
      <Stack>
        <p>{t('checklist.handover.text')}</p>
        <img className={css.code} src={`data:image/svg+xml;utf8,${encodeURIComponent(link.qr)}`} alt={t('checklist.handover.alt')} />
        <p>{t('checklist.handover.address')}<br /><a className={css.address} dir="ltr" href={link.url}>{link.url}</a></p>
        <p>{t('checklist.handover.until', { time: time(link.expiresAt) })}</p>
        <LiveRegion visible>{arrived > 0 ? t('checklist.handover.arrived', { n: arrived }) : t('checklist.handover.waiting')}</LiveRegion>
        {error !== undefined && <Failure error={error} />}
        <ButtonRow>
          <Button kind="secondary" busy={busy} onClick={run}>{t('checklist.handover.again')}</Button>
          <Button kind="quiet" onClick={() => setLink(undefined)}>{t('common.close')}</Button>
        </ButtonRow>
      </Stack>
    </Banner>
  )
}
