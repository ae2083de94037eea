import { useEffect, useRef, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { Banner } from '../../design/Banner'
import { Skeleton, Stack } from '../../design/Layout'
import { Heading } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { Failure } from '../Failure'
import { Link } from '../Link'
import { to } from '../router'
import { useArrival, useTitle } from '../useTitle'
import { Offer } from '../sign/Offer'
import { Receipt } from '../sign/Receipt'

type SignatureOffer = Schemas['SignatureOffer']

/** Opens what a token is for. Opening signs nothing: programs that follow links in e-mails may do it. */
function useOffer(token: string | undefined): { offer?: SignatureOffer; error?: unknown } {
  const [offer, setOffer] = useState<SignatureOffer>()
  const [error, setError] = useState<unknown>()
  const opened = useRef<string>(undefined)
  useEffect(() => {
    if (!token || opened.current === token) return
    opened.current = token
    ask(api.POST('/portal/signature/open', { body: { token } })).then(setOffer, setError)
  }, [token])
  return { offer, error }
}

export function SignPage({ token }: { token: string | undefined }) {
  const { t } = useI18n()
  const { offer, error } = useOffer(token)
  const [receipt, setReceipt] = useState<Schemas['SignatureReceipt']>()
  useTitle(t(receipt ? 'apply.sign.doneTitle' : 'apply.sign.title'))
  const ref = useArrival(receipt ? 'signed' : 'sign')
  if (receipt) return <Receipt receipt={receipt} />
  if (token && !offer && error === undefined) return <Skeleton label={t('common.loading')} />
  return (
    <>
      <Heading ref={ref} caption={offer && <>{t('apply.status.reference')} <bdi>{offer.reference}</bdi></>}>{t('apply.sign.title')}</Heading>
      {offer && token ? <Offer offer={offer} token={token} onSigned={setReceipt} /> : (
        <Stack gap="large">
          {error !== undefined ? <Failure error={error} /> : <Banner tone="warn"><p>{t('apply.sign.noToken')}</p></Banner>}
          <p><Link href={to.resume()}>{t('apply.resume.link')}</Link></p>
        </Stack>
      )}
    </>
  )
}
