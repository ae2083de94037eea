import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { Glyph } from '../../desk/parts/Glyph'
import { LoadFault } from '../../desk/parts/LoadFault'
import { PageHead } from '../../desk/parts/PageHead'
import { Body, ListSkeleton } from '../../desk/parts/Table'
import { Waiting } from '../../desk/parts/Waiting'
import { may } from '../../desk/query/session'
import { useMe } from '../../desk/session/RequireSession'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import { Figures } from './Figures'
import css from './gallery.module.css'
import { type Row, useTemplates } from './queries'
import { loadGalleryTexts } from './texts'
import { folded } from '../../desk/shell/search'

const kinds = ['form', 'checklist', 'pipeline'] as const
function Card({ row }: { row: Row }) {
  const { t, text } = useI18n()
  const title = text(row.title) || row.key
  return (
    <li className={css.card}>
      <h2 className={css.cardTitle}><Link to={`/templates/${row.key}`}>{title}</Link></h2>
      {row.description && <p>{text(row.description)}</p>}
      <Figures row={row} />
      <Button component={Link} to={`/templates/${row.key}`} variant="default" aria-label={t('gallery.lookAt', { title })}>{t('gallery.look')}</Button>
    </li>
  )
}

/** The way for those who want none of them. */
function Nothing() {
  const { t } = useI18n()
  return (
    <li className={css.card}>
      <h2 className={css.cardTitle}>{t('gallery.nothing')}</h2>
      <p>{t('gallery.nothingText')}</p>
      <div className={css.buttons}>{kinds.map((kind) => <Button key={kind} component={Link} to={`/builder/${kind}`} variant="default" leftSection={<Glyph name="plus" />}>{t(`desk.definitions.new.${kind}`)}</Button>)}</div>
    </li>
  )
}

function Cards() {
  const { t, text, find } = useI18n()
  const { data, error, refetch } = useTemplates()
  const canWrite = may(useMe(), 'definition', 'write')
  const [search, setSearch] = useState('')
  if (!data && error) return <LoadFault error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton rows={6} />
  const wanted = folded(search.trim())
  const shown = data.filter((row) => folded([text(row.title), text(row.description), ...(row.tags ?? []).flatMap((tag) => [tag, find(`gallery.tag.${tag}`) ?? ''])].join(' ')).includes(wanted))
  return (
    <Body>
      <TextInput type="search" className={css.search} aria-label={t('gallery.search')} placeholder={t('gallery.search')} leftSection={<Glyph name="search" />} value={search} onChange={(e) => setSearch(e.currentTarget.value)} />
      <p className={css.quiet} role="status">{t('gallery.count', { n: shown.length })}</p>
      <ul className={css.cards}>
        {shown.map((row) => <Card key={row.key} row={row} />)}
        {canWrite && <Nothing />}
      </ul>
    </Body>
  )
}

/** The ready sets to start from. */
function Gallery() {
  const { t } = useI18n()
  return (
    <>
      <PageHead title={t('gallery.title')} note={<><Link to="/definitions">{t('desk.definitions.title')}</Link> · {t('gallery.note')}</>} />
      <Cards />
    </>
  )
}

/** The gallery of templates. */
export function GalleryPage() {
  return <MoreTexts load={loadGalleryTexts} waiting={<Waiting />}><Gallery /></MoreTexts>
}
