import { useQuery } from '@tanstack/react-query'
import { api, apiBase, ask } from '../../api/client'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import { loadMessageTexts } from '../messageTexts'
import { Chip } from '../parts/Chip'
import { isDenied } from '../parts/fault'
import { FaultNotice } from '../parts/FaultNotice'
import { Glyph } from '../parts/Glyph'
import { Notice } from '../parts/Notice'
import { ListSkeleton } from '../parts/Table'
import { When } from '../parts/When'
import css from './case.module.css'
import { useOpenCase } from './context'

/** Papers are refused to who may not read all groups. */
const usePapers = (id: string) =>
  useQuery({ queryKey: ['papers', id], retry: false, queryFn: () => ask(api.GET('/cases/{case}/papers', { params: { path: { case: id } } })) })

function List() {
  const { t } = useI18n()
  const { id } = useOpenCase()
  const papers = usePapers(id)
  const base = `${apiBase()}/cases/${encodeURIComponent(id)}`
  const link = (href: string, name: string) => <a className={css.documentLink} href={`${base}/${href}`} target="_blank" rel="noreferrer"><Glyph name="form" /><bdi>{name}</bdi></a>
  return (
    <section aria-label={t('messages.papers')}>
      <h3>{t('messages.papers')}</h3>
      <ul className={css.items}>
        <li className={css.item}>{link('dossier', t('messages.papers.dossier'))}<p className={css.itemFoot}>{t('messages.papers.dossierHint')}</p></li>
        {papers.data?.receipt && <li className={css.item}>{link('receipt', t('messages.papers.receipt'))}</li>}
        {papers.data?.papers.map((p) => (
          <li key={p.id} className={css.item}>
            <div className={css.itemHead}>
              {p.erased || papers.data.withheld ? <bdi>{p.title}</bdi> : link(`papers/${p.id}`, p.title)}
              {p.signed && <Chip tone="success" glyph="pass">{t('messages.papers.signed')}</Chip>}
              {p.state === 'replaced' && <Chip>{t('messages.papers.replaced')}</Chip>}
            </div>
            <p className={css.itemFoot}><When at={p.createdAt} /><span dir="ltr">SHA-256 {p.sha256.slice(0, 16)}…</span>{p.erased && <span>{t('messages.papers.erased')}</span>}</p>
          </li>
        ))}
      </ul>
      {papers.data?.withheld && papers.data.papers.length > 0 && <Notice glyph="hidden">{t('messages.papers.withheld')}</Notice>}
      {isDenied(papers.error) ? <Notice glyph="hidden">{t('messages.papers.denied')}</Notice> : <FaultNotice error={papers.error} retry={() => void papers.refetch()} />}
    </section>
  )
}

/** What was written from the answers as PDF: dossier, receipt, contracts. */
export function Papers() {
  return <MoreTexts load={loadMessageTexts} waiting={<ListSkeleton rows={2} />}><List /></MoreTexts>
}
