import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { Button, ButtonRow } from '../../design/Button'
import { Choice } from '../../design/Choice'
import { describedBy, Fieldset } from '../../design/Field'
import { Stack } from '../../design/Layout'
import { Prose } from '../../design/Prose'
import { Summary, SummaryRow } from '../../design/Summary'
import { useI18n } from '../../i18n/I18n'
import { CheckAnswers } from '../../runtime/CheckAnswers'
import { ErrorSummary } from '../../runtime/ErrorSummary'
import { signedForm } from '../../runtime/signed'
import { Failure } from '../Failure'
import { useAct } from '../useAct'
import { Papers } from './Papers'

interface OfferProps {
  offer: Schemas['SignatureOffer']
  token: string
  onSigned: (receipt: Schemas['SignatureReceipt']) => void
}

/** Whether the person has seen the end of the document, and for how long it has been open: evidence, not a gate. */
function useReading(end: RefObject<HTMLElement | null>): () => { viewedSeconds: number; scrolledToEnd: boolean } {
  const since = useRef(Date.now())
  const seen = useRef(false)
  useEffect(() => {
    if (!end.current || typeof IntersectionObserver === 'undefined') return
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((e) => e.isIntersecting)) seen.current = true
    })
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [end])
  return useCallback(() => ({ viewedSeconds: Math.round((Date.now() - since.current) / 1000), scrolledToEnd: seen.current }), [])
}

function Document({ offer }: { offer: OfferProps['offer'] }) {
  const { t, text } = useI18n()
  const { form, view } = useMemo(() => signedForm(offer.form, offer.answers), [offer])
  return (
    <Stack gap="large">
      <CheckAnswers pages={form.pages} answers={offer.answers} view={view} files={{ known: (id) => offer.documents.find((d) => d.id === id) }} />
      {offer.documents.length > 0 && (
        <section aria-labelledby="files">
          <Stack gap="small">
            <h2 id="files">{t('apply.sign.hash')}</h2>
            <Summary>
              {offer.documents.map((d) => (
                <SummaryRow key={d.id} label={d.name}><bdi dir="ltr">{d.sha256}</bdi></SummaryRow>
              ))}
            </Summary>
          </Stack>
        </section>
      )}
      <Papers papers={offer.papers ?? []} />
      {text(offer.terms) && (
        <section aria-labelledby="terms">
          <Stack gap="small">
            <h2 id="terms">{t('apply.sign.terms')}</h2>
            <Prose text={text(offer.terms)} />
          </Stack>
        </section>
      )}
    </Stack>
  )
}

/** The document in full, then the box and the button. */
export function Offer({ offer, token, onSigned }: OfferProps) {
  const { t, text, locale, dateTime } = useI18n()
  const [accept, setAccept] = useState(false)
  const [isMissing, setMissing] = useState(false)
  const problem = isMissing ? t('fault.sign_accept') : undefined
  const end = useRef<HTMLDivElement>(null)
  const reading = useReading(end)
  const sign = useAct(useCallback(async (key: string) => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    onSigned(await ask(api.POST('/portal/signature/sign', {
      params: { header: { 'Idempotency-Key': key } },
      body: { token, accept: true, answersSha256: offer.answersSha256, ...(offer.papers && { papersSha256: offer.papers.map((p) => p.sha256) }), locale, timeZone, screen: `${screen.width}x${screen.height}`, ...reading() },
    })))
  }, [token, offer.answersSha256, offer.papers, locale, reading, onSigned]))
  const press = (): void => {
    setMissing(!accept)
    if (accept) sign.run()
  }
  const frame = { id: 'f-sign-accept', label: t('apply.sign.sign'), error: problem, errorPrefix: t('common.error.prefix') }
  const problems = useMemo(() => (problem ? [{ path: '/sign-accept', message: problem }] : []), [problem])
  return (
    <Stack gap="large">
      <ErrorSummary problems={problems} />
      <p>{t('apply.sign.intro', { name: `\u2068${offer.signer}\u2069`, what: text(offer.title) })} {t('apply.sign.until', { date: dateTime(offer.expiresAt) })}</p>
      <Document offer={offer} />
      <div ref={end}>
        <Fieldset frame={frame}>
          <Choice kind="checkbox" id={frame.id} checked={accept} invalid={Boolean(problem)} describedBy={describedBy(frame)} onChange={setAccept}>
            {t('apply.sign.accept')}
          </Choice>
        </Fieldset>
      </div>
      {sign.error !== undefined && <Failure error={sign.error} />}
      <ButtonRow><Button busy={sign.busy} onClick={press}>{sign.busy ? t('common.busy') : t('apply.sign.sign')}</Button></ButtonRow>
    </Stack>
  )
}
