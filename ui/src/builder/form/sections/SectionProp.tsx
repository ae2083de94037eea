import { Checkbox } from '@mantine/core'
import { Link } from 'react-router'
import { Chip } from '../../../desk/parts/Chip'
import { LoadFault } from '../../../desk/parts/LoadFault'
import type { Form } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useSet } from '../panel/basic'
import { Prop } from '../panel/Prop'
import css from './sections.module.css'
import { type LinkRow, useLinks } from './server'

/** Where a form links to a section, and at which version that stands. */
export function LinkedLine({ row }: { row: LinkRow }) {
  const { t, text } = useI18n()
  const isNewest = row.version === row.newest
  return (
    <span className={css.row}>
      <Link to={`/builder/form/${row.key}`} target="_blank" rel="noopener">{t('section.linkOf', { form: text(row.title) || row.key, link: text(row.label) || row.link })}</Link>
      {row.version === 0
        ? <Chip tone="danger" glyph="unavailable">{t('section.byHand')}</Chip>
        : <Chip tone={isNewest ? 'success' : 'warn'} glyph={isNewest ? 'pass' : 'unclear'}>{t('desk.definitions.version', { number: String(row.version) })}</Chip>}
      {!row.published && <Chip glyph="skipped">{t('section.draftOnly')}</Chip>}
    </span>
  )
}

function LinkedIn({ section }: { section: string }) {
  const { t } = useI18n()
  const { data, error, refetch } = useLinks(section)
  if (!data && error) return <LoadFault error={error} retry={() => void refetch()} />
  if (!data) return null
  if (data.links.length === 0) return <p className={css.about}>{t('section.linkedNone')}</p>
  return <ul className={css.list}>{data.links.map((row) => <li key={`${row.key} ${row.link}`}><LinkedLine row={row} /></li>)}</ul>
}

/** Whether the form is a section, and which forms link to it then. */
export function SectionProp({ form }: { form: Form }) {
  const { t } = useI18n()
  const put = useSet('')
  const [label, linked] = [t('section.is'), t('section.linked')]
  return (
    <>
      <Prop label={label}>
        <Checkbox size="xs" label={label} description={t('section.isText')} checked={form.section === true} onChange={(e) => put(['section'], e.currentTarget.checked ? true : undefined)} />
      </Prop>
      {form.section && <Prop label={linked}><p>{linked}</p><LinkedIn section={form.key} /></Prop>}
    </>
  )
}
