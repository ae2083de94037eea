import { useCallback, useEffect, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { Banner } from '../../design/Banner'
import { Button, ButtonRow } from '../../design/Button'
import { Skeleton, Stack } from '../../design/Layout'
import { Heading } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { Failure } from '../Failure'
import { LinkFailure } from '../LinkFailure'
import { useAct } from '../useAct'
import { useArrival, useTitle } from '../useTitle'

type Stopping = Schemas['Stopping']
type What = Schemas['Stop']['what']

/** What can be done by the link; each is done by a button, never by looking. */
function Acts({ what, token, onDone }: { what: Stopping; token: string; onDone: (done: What, next: Stopping | undefined) => void }) {
  const { t } = useI18n()
  const [wish, setWish] = useState<What>()
  const [isAsked, setAsked] = useState(false)
  const { busy, error, run } = useAct(useCallback(async () => {
    if (!wish) return
    const next = await ask(api.POST('/portal/stop', { body: { token, what: wish } }))
    onDone(wish, next)
  }, [wish, token, onDone]))
  useEffect(() => {
    if (wish) run()
    setWish(undefined)
  }, [wish, run])
  return (
    <Stack>
      {error !== undefined && <Failure error={error} />}
      <p role="status">{t(what.optedOut ? 'checklist.remind.off' : 'checklist.remind.on')}</p>
      {!what.optedOut && <p>{t('checklist.stop.still')}</p>}
      <ButtonRow>
        <Button busy={busy} onClick={() => setWish(what.optedOut ? 'resume' : 'stop')}>{t(what.optedOut ? 'checklist.remind.start' : 'checklist.remind.stop')}</Button>
        {what.canDiscard && !isAsked && <Button kind="quiet" onClick={() => setAsked(true)}>{t('checklist.discard.open')}</Button>}
      </ButtonRow>
      {what.canDiscard && isAsked && (
        <Banner tone="warn" role="alert" title={t('checklist.discard.title')}>
          <Stack>
            <p>{t('checklist.discard.text', { reference: `\u2068${what.reference}\u2069` })}</p>
            <ButtonRow>
              <Button kind="secondary" busy={busy} onClick={() => setWish('discard')}>{t('checklist.discard.yes')}</Button>
              <Button kind="quiet" onClick={() => setAsked(false)}>{t('checklist.discard.no')}</Button>
            </ButtonRow>
          </Stack>
        </Banner>
      )}
    </Stack>
  )
}

/** Where a link of an e-mail leads that stops reminders. */
export function StopPage({ token, wasErased }: { token: string | undefined; wasErased: boolean }) {
  const { t, text } = useI18n()
  const [what, setWhat] = useState<Stopping>()
  const [error, setError] = useState<unknown>()
  const [isErased, setErased] = useState(wasErased)
  const ref = useArrival(isErased ? 'erased' : 'stop')
  useTitle(t(isErased ? 'checklist.discard.done' : 'checklist.stop.title'))
  const open = useCallback(() => {
    if (!token) return
    ask(api.POST('/portal/stop/open', { body: { token } })).then(setWhat, setError)
  }, [token])
  useEffect(open, [open])
  const retry = useCallback(() => {
    setError(undefined)
    open()
  }, [open])
  const onDone = useCallback((done: What, next: Stopping | undefined) => {
    setErased(done === 'discard')
    setWhat(next)
  }, [])
  if (isErased) return <><Heading ref={ref}>{t('checklist.discard.done')}</Heading><p>{t('checklist.discard.doneText')}</p></>
  return (
    <>
      <Heading ref={ref}>{t('checklist.stop.title')}</Heading>
      {!what && (error !== undefined || !token) && <LinkFailure error={error} onRetry={retry} onReword={open} />}
      {!what && token && error === undefined && <Skeleton label={t('common.loading')} />}
      {what && token && (
        <Stack>
          <p>{t('checklist.stop.what', { title: text(what.title), reference: `\u2068${what.reference}\u2069` })}</p>
          <Acts what={what} token={token} onDone={onDone} />
        </Stack>
      )}
    </>
  )
}
