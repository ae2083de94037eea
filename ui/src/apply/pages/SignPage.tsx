import { useCallback, useEffect, useRef, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { Skeleton, Stack } from '../../design/Layout'
import { Heading } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { Link } from '../Link'
import { LinkFailure } from '../LinkFailure'
import { to } from '../router'
import { useArrival, useTitle } from '../useTitle'
import { Offer } from '../sign/Offer'
import { Receipt as SignedReceipt } from '../sign/Receipt'

type SignatureOffer = Schemas['SignatureOffer']
type Receipt = Schemas['SignatureReceipt']

/** Opens what a token is for. Opening signs nothing: programs that follow links in e-mails may do it. */
function useOffer(token: string | undefined): { offer?: SignatureOffer; error?: unknown; open: () => void; retry: () => void } {
  const [offer, setOffer] = useState<SignatureOffer>()
  const [error, setError] = useState<unknown>()
  const opened = useRef<string>(undefined)
  const open = useCallback(() => {
    if (!token) return
    ask(api.POST('/portal/signature/open', { body: { token } })).then(setOffer, setError)
  }, [token])
  useEffect(() => {
    if (opened.current === token) return
    opened.current = token
    open()
  }, [token, open])
  const retry = useCallback(() => {
    setError(undefined)
    open()
  }, [open])
  return { offer, error, open, retry }
}

const memory = 'esteira.receipt'

const isReload = (): boolean => performance.getEntriesByType('navigation').some((e) => 'type' in e && e.type === 'reload')

/** The receipt outlives a reload of the page: its link has been used up by then. */
function useReceipt(token: string | undefined): { receipt?: Receipt; keep: (receipt: Receipt) => void } {
  const [receipt, setReceipt] = useState<Receipt | undefined>(() => {
    if (!isReload()) return undefined
    try {
      const kept = JSON.parse(sessionStorage.getItem(memory) ?? '{}') as { token?: string; receipt?: Receipt }
      return token !== undefined && kept.token === token ? kept.receipt : undefined
    } catch {
      return undefined
    }
  })
  const keep = useCallback((next: Receipt) => {
    setReceipt(next)
    try {
      sessionStorage.setItem(memory, JSON.stringify({ token, receipt: next }))
    } catch {
      // Then a reload says that the link has been used.
    }
  }, [token])
  return { receipt, keep }
}

export function SignPage({ token }: { token: string | undefined }) {
  const { t } = useI18n()
  const { receipt, keep } = useReceipt(token)
  const { offer, error, open, retry } = useOffer(receipt ? undefined : token)
  useTitle(t(receipt ? 'apply.sign.doneTitle' : 'apply.sign.title'))
  const ref = useArrival(receipt ? 'signed' : 'sign')
  if (receipt) return <SignedReceipt receipt={receipt} />
  if (token && !offer && error === undefined) return <Skeleton label={t('common.loading')} />
  return (
    <>
      <Heading ref={ref} caption={offer && <>{t('apply.status.reference')} <bdi>{offer.reference}</bdi></>}>{t('apply.sign.title')}</Heading>
      {offer && token ? <Offer offer={offer} token={token} onSigned={keep} /> : (
        <Stack gap="large">
          <LinkFailure error={error} onRetry={retry} onReword={open} />
          <p><Link href={to.resume()}>{t('apply.resume.link')}</Link></p>
        </Stack>
      )}
    </>
  )
}
