import { useEffect, useState } from 'react'
import type { Schemas } from '../../api/client'
import { Stack } from '../../design/Layout'
import { Summary, SummaryRow } from '../../design/Summary'
import { useI18n } from '../../i18n/I18n'

type Offered = Schemas['OfferedPaper']

const blobOf = (content: string): Blob => new Blob([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], { type: 'application/pdf' })

function PaperLink({ paper }: { paper: Offered }) {
  const { t, text } = useI18n()
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(blobOf(paper.content))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [paper.content])
  const title = text(paper.title)
  return <a href={address} target="_blank" rel="noreferrer" download={`${title}.pdf`}>{t('apply.sign.openPaper', { title })}</a>
}

/** The documents that are signed together with the answers, each with its fingerprint. */
export function Papers({ papers }: { papers: readonly Offered[] }) {
  const { t } = useI18n()
  if (papers.length === 0) return null
  return (
    <section aria-labelledby="papers">
      <Stack gap="small">
        <h2 id="papers">{t('apply.sign.papers')}</h2>
        <Summary>{papers.map((p) => <SummaryRow key={p.sha256} label={<PaperLink paper={p} />}><bdi dir="ltr">{p.sha256}</bdi></SummaryRow>)}</Summary>
      </Stack>
    </section>
  )
}
