import { type DragEvent, useState } from 'react'
import { api, ask, FaultError, type Schemas } from '../../api/client'
import { Banner } from '../../design/Banner'
import { FileButton } from '../../design/FileButton'
import { Skeleton, Stack } from '../../design/Layout'
import { Heading } from '../../design/Shell'
import { Summary, SummaryRow } from '../../design/Summary'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import { Failure } from '../Failure'
import { useArrival, useTitle } from '../useTitle'
import { loadVerifyTexts } from '../verifyTexts'

type Verified = Schemas['VerifiedPaper']

interface Verdict {
  hash: string
  found?: Verified
  error?: unknown
}

const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, '0')).join('')

/** The file stays here: the server is asked about its fingerprint alone. */
async function verdictOn(file: File): Promise<Verdict> {
  const hash = hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
  try {
    return { hash, found: await ask(api.POST('/papers/verify', { body: { sha256: hash } })) }
  } catch (error) {
    return { hash, error }
  }
}

function Found({ found }: { found: Verified }) {
  const { t, dateTime } = useI18n()
  return (
    <Stack>
      <Banner tone={found.signed && !found.genuine ? 'warn' : 'success'} title={t('verify.known')} role="status">
        {found.replaced && <p>{t('verify.replaced')}</p>}
        {!found.signed && <p>{t('verify.notSigned')}</p>}
        {found.signed && <p>{t(found.genuine ? 'verify.genuine' : 'verify.forged')}</p>}
      </Banner>
      <Summary>
        <SummaryRow label={t('verify.paper')}>{found.title}</SummaryRow>
        <SummaryRow label={t('verify.reference')}><bdi dir="ltr">{found.reference}</bdi></SummaryRow>
        <SummaryRow label={t('verify.company')}>{found.company}</SummaryRow>
        <SummaryRow label={t('verify.written')}>{dateTime(found.writtenAt)}</SummaryRow>
        {found.signedAt && <SummaryRow label={t('verify.signed')}>{dateTime(found.signedAt)}</SummaryRow>}
        {found.evidenceHash && <SummaryRow label={t('verify.evidence')}><bdi dir="ltr">{found.evidenceHash}</bdi></SummaryRow>}
      </Summary>
    </Stack>
  )
}

function Result({ verdict }: { verdict: Verdict }) {
  const { t } = useI18n()
  const { hash, found, error } = verdict
  const isUnknown = error instanceof FaultError && error.fault.code === 'not_found'
  return (
    <Stack>
      {found && <Found found={found} />}
      {isUnknown && <Banner tone="warn" title={t('verify.unknown')} role="alert"><p>{t('verify.unknownText')}</p></Banner>}
      {error !== undefined && !isUnknown && <Failure error={error} />}
      <Summary><SummaryRow label={t('verify.hash')}><bdi dir="ltr">{hash}</bdi></SummaryRow></Summary>
    </Stack>
  )
}

function Page() {
  const { t } = useI18n()
  const [verdict, setVerdict] = useState<Verdict>()
  const [isBusy, setBusy] = useState(false)
  useTitle(t('verify.title'))
  const ref = useArrival('verify')
  const check = (file: File | undefined): void => {
    if (!file) return
    setBusy(true)
    void verdictOn(file).then(setVerdict).finally(() => setBusy(false))
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    check(event.dataTransfer.files[0])
  }
  // Browsers work out fingerprints only where the connection is secure.
  if (!globalThis.isSecureContext) return <><Heading ref={ref}>{t('verify.title')}</Heading><Banner tone="warn" role="alert"><p>{t('verify.insecure')}</p></Banner></>
  return (
    <>
      <Heading ref={ref}>{t('verify.title')}</Heading>
      <Stack gap="large">
        <p>{t('verify.text')}</p>
        <div onDragOver={(e) => e.preventDefault()} onDrop={drop}>
          <Stack gap="small">
            <FileButton id="verify-file" name="file" accept="application/pdf" multiple={false} onFiles={(files) => check(files[0])}>{t(isBusy ? 'verify.busy' : 'verify.choose')}</FileButton>
            <p>{t('verify.drop')}</p>
          </Stack>
        </div>
        {verdict && <Result verdict={verdict} />}
      </Stack>
    </>
  )
}

/** Says whether a PDF was written here, whether it was signed, and by what evidence. */
export function VerifyPage() {
  const { t } = useI18n()
  return <MoreTexts load={loadVerifyTexts} waiting={<Skeleton label={t('common.loading')} />}><Page /></MoreTexts>
}
