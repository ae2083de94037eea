import { useI18n } from '../../i18n/I18n'
import { Empty } from '../parts/Empty'
import { Glyph } from '../parts/Glyph'
import { Notice } from '../parts/Notice'
import type { Datum } from '../query/cases'
import css from './case.module.css'
import { useOpenCase } from './context'
import { DatumRow } from './DatumRow'
import { Scores } from './Scores'

interface Group {
  title: string
  data: Datum[]
}

/** The data page by page, in the order in which they were asked. */
function useGroups(): Group[] {
  const { text } = useI18n()
  const { file } = useOpenCase()
  const groups: Group[] = []
  for (const datum of file.dossier) {
    const title = text(datum.page)
    const last = groups.at(-1)
    if (last?.title === title) last.data.push(datum)
    else groups.push({ title, data: [datum] })
  }
  return groups
}

function HiddenGroups() {
  const { t, find, list } = useI18n()
  const { hiddenGroups = [] } = useOpenCase().file
  if (hiddenGroups.length === 0) return null
  const names = hiddenGroups.map((g) => find(`desk.group.${g}`) ?? g)
  return <div className={css.hiddenGroups}><Notice>{t('desk.dossier.hidden', { groups: list(names) })}</Notice></div>
}

function Missing() {
  const { t } = useI18n()
  const n = useOpenCase().file.dossier.filter((d) => d.missing).length
  return n > 0 ? <p className={css.missingCount}><Glyph name="unavailable" /> {t('desk.dossier.missing', { n })}</p> : null
}

/** Every datum with its value, where it comes from and what the checks say of it. */
export function Dossier({ onLook }: { onLook: () => void }) {
  const { t } = useI18n()
  const { packet, file } = useOpenCase()
  const groups = useGroups()
  const heads = [t('desk.dossier.datum'), t('desk.dossier.value'), t('desk.dossier.source'), t('desk.dossier.check')]
  const columns = heads.length + (packet.isOpen ? 1 : 0)
  if (file.dossier.length === 0 && !file.hiddenGroups?.length) return <Empty title={t('desk.dossier.empty')} glyph="form">{t('desk.dossier.emptyText')}</Empty>
  return (
    <>
      <HiddenGroups />
      <Missing />
      <Scores />
      <table className={css.dossier} role="table">
        <thead role="rowgroup">
          <tr role="row">
            {packet.isOpen && <th scope="col" role="columnheader">{t('desk.packet.ask')}</th>}
            {heads.map((h) => <th key={h} scope="col" role="columnheader">{h}</th>)}
          </tr>
        </thead>
        {groups.map((g) => (
          <tbody key={`${g.title} ${g.data[0]?.path ?? ''}`} role="rowgroup">
            <tr role="row" className={css.group}><th scope="rowgroup" role="rowheader" colSpan={columns}>{g.title}</th></tr>
            {g.data.map((d) => <DatumRow key={d.path} datum={d} onLook={onLook} />)}
          </tbody>
        ))}
      </table>
    </>
  )
}
