import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { Chip } from '../desk/parts/Chip'
import { Empty } from '../desk/parts/Empty'
import { Glyph } from '../desk/parts/Glyph'
import { LoadFault } from '../desk/parts/LoadFault'
import { PageHead } from '../desk/parts/PageHead'
import { ListSkeleton, Table } from '../desk/parts/Table'
import { When } from '../desk/parts/When'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { useDefinitions } from './queries'
import { WhatNext } from './WhatNext'

type Row = NonNullable<ReturnType<typeof useDefinitions>['data']>[number]

const kinds = ['pipeline', 'form', 'checklist']
const startable = ['form', 'checklist', 'pipeline'] as const

function Line({ row }: { row: Row }) {
  const { t, text } = useI18n()
  return (
    <tr>
      <th scope="row"><Link to={`/definitions/${row.kind}/${row.key}`}>{text(row.title) || row.key}</Link> <code dir="ltr" className={css.key}>{row.key}</code></th>
      <td>{t(row.section ? 'desk.kind.section' : `desk.kind.${row.kind}`)}</td>
      <td>{row.liveVersion ? <Chip tone="success" glyph="pass">{t('desk.definitions.version', { number: String(row.liveVersion) })}</Chip> : <Chip glyph="skipped">{t('desk.definitions.unpublished')}</Chip>}</td>
      <td>{row.updatedAt && <When at={row.updatedAt} />}</td>
    </tr>
  )
}

function List() {
  const { t } = useI18n()
  const { data, error, refetch } = useDefinitions()
  if (!data && error) return <LoadFault error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton />
  if (data.length === 0) {
    return <Empty title={t('desk.definitions.empty')} glyph="form" action={<Button component={Link} to="/templates">{t('desk.templates.choose')}</Button>}>{t('desk.definitions.emptyText')}</Empty>
  }
  const rows = [...data].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.key.localeCompare(b.key))
  const heads = [t('desk.definitions.name'), t('desk.definitions.kind'), t('desk.definitions.live'), t('desk.definitions.updated')]
  return <Table label={t('desk.definitions.title')} heads={heads}>{rows.map((r) => <Line key={`${r.kind} ${r.key}`} row={r} />)}</Table>
}

/** Everything that was designed: forms, checklists, pipelines. */
export function DefinitionsPage() {
  const { t } = useI18n()
  const canWrite = may(useMe(), 'definition', 'write')
  return (
    <>
      <PageHead title={t('desk.definitions.title')} note={t('desk.definitions.note')}>
        {canWrite && startable.map((kind) => <Button key={kind} component={Link} to={`/builder/${kind}`} variant="default" leftSection={<Glyph name="plus" />}>{t(`desk.definitions.new.${kind}`)}</Button>)}
        {canWrite && <Button component={Link} to="/builder/form?section" variant="default" leftSection={<Glyph name="plus" />}>{t('desk.definitions.new.section')}</Button>}
        <Button component={Link} to="/templates" variant="default" leftSection={<Glyph name="copy" />}>{t('desk.templates.choose')}</Button>
      </PageHead>
      <WhatNext />
      <List />
    </>
  )
}
