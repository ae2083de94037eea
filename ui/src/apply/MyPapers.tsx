import { useEffect, useState } from 'react'
import { api, apiBase, ask, type Schemas } from '../api/client'
import { frameOrigin } from '../api/frame'
import { Stack } from '../design/Layout'
import { useI18n } from '../i18n/I18n'

/** In a frame of another site a new tab would have another cookie: there the file is saved from here. */
const way = frameOrigin ? { download: true } : { target: '_blank', rel: 'noreferrer' }

/** The receipt and the documents that were written from the answers, to be kept. Nothing before something was handed in. */
export function MyPapers({ revision }: { revision: number }) {
  const { t } = useI18n()
  const [list, setList] = useState<Schemas['PaperList']>()
  useEffect(() => {
    let isLate = false
    ask(api.GET('/portal/case/papers')).then((found) => !isLate && setList(found), () => undefined) // the page is whole without them
    return () => {
      isLate = true
    }
  }, [revision])
  if (!list?.receipt && !list?.papers.length) return null
  const kept = list.papers.filter((p) => !p.erased && p.state === 'current' && (p.signed || !list.papers.some((other) => other.signed && other.name === p.name)))
  return (
    <section aria-labelledby="my-papers">
      <Stack gap="small">
        <h2 id="my-papers">{t('apply.status.papers')}</h2>
        <ul>
          {list.receipt && <li><a href={`${apiBase()}/portal/case/receipt`} {...way}>{t('apply.status.receipt')}</a></li>}
          {kept.map((p) => <li key={p.id}><a href={`${apiBase()}/portal/case/papers/${p.id}`} {...way}>{p.title} (PDF)</a>{p.signed && ` — ${t('apply.status.signed')}`}</li>)}
        </ul>
      </Stack>
    </section>
  )
}
