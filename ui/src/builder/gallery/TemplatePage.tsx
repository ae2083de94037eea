import { Button, Tabs } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link, useParams } from 'react-router'
import { Empty } from '../../desk/parts/Empty'
import { isMissing } from '../../desk/parts/fault'
import { LoadFault } from '../../desk/parts/LoadFault'
import { PageHead } from '../../desk/parts/PageHead'
import { Body, ListSkeleton, Stack } from '../../desk/parts/Table'
import { Waiting } from '../../desk/parts/Waiting'
import { may } from '../../desk/query/session'
import { useMe } from '../../desk/session/RequireSession'
import type { Form } from '../../fields/types'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import { loadForm } from '../../runtime/form/load'
import type { Pipeline } from '../pipeline/types'
import { Figures } from './Figures'
import { FormPreview } from './FormPreview'
import css from './gallery.module.css'
import { InstallDialog } from './InstallDialog'
import { PipelinePicture } from './PipelinePicture'
import { type TemplateView, useTemplate } from './queries'
import { type Policy, Rights, type Role } from './Rights'
import { loadGalleryTexts } from './texts'

interface Whole {
  forms?: object[]
  pipelines?: Pipeline[]
  roles?: Role[]
  policies?: Policy[]
}

function Inside({ view }: { view: TemplateView }) {
  const { t, text } = useI18n()
  const { forms = [], pipelines = [], roles = [], policies = [] } = view.body as Whole
  const read = useMemo(() => forms.map((form): Form => loadForm(form)), [forms])
  return (
    <Tabs defaultValue="0" keepMounted={false}>
      <Tabs.List aria-label={t('gallery.inside')}>
        {read.map((form, i) => <Tabs.Tab key={form.key} value={`${i}`}>{t('desk.kind.form')}: {text(form.title) || form.key}</Tabs.Tab>)}
        {pipelines.map((p) => <Tabs.Tab key={p.key} value={`p-${p.key}`}>{t('desk.kind.pipeline')}: {text(p.title) || p.key}</Tabs.Tab>)}
        {policies.length > 0 && <Tabs.Tab value="rights">{t('gallery.rights')}</Tabs.Tab>}
      </Tabs.List>
      {forms.map((form, i) => <Tabs.Panel key={i} value={`${i}`}><FormPreview body={form} /></Tabs.Panel>)}
      {pipelines.map((p) => <Tabs.Panel key={p.key} value={`p-${p.key}`}><PipelinePicture p={p} form={read.find((f) => f.key === p.form)} /></Tabs.Panel>)}
      <Tabs.Panel value="rights"><Body><Stack><p>{t('gallery.rightsText', { n: policies.length })}</p><Rights roles={roles} policies={policies} pipelines={pipelines} /></Stack></Body></Tabs.Panel>
    </Tabs>
  )
}

function Opened({ view }: { view: TemplateView }) {
  const { t, text } = useI18n()
  const [isInstalling, setInstalling] = useState(false)
  const canInstall = may(useMe(), 'definition', 'publish')
  return (
    <>
      <PageHead title={text(view.row.title) || view.row.key} note={<Link to="/templates">{t('gallery.title')}</Link>}>
        {canInstall && <Button onClick={() => setInstalling(true)}>{t('desk.templates.install')}</Button>}
      </PageHead>
      <div className={css.intro}>
        {view.row.description && <p>{text(view.row.description)}</p>}
        <Figures row={view.row} />
      </div>
      <Inside view={view} />
      {isInstalling && <InstallDialog view={view} onClose={() => setInstalling(false)} />}
    </>
  )
}

function Loaded() {
  const { t } = useI18n()
  const { template = '' } = useParams()
  const { data, error, refetch } = useTemplate(template)
  if (isMissing(error)) return <Empty isPage title={t('desk.missing.title')} glyph="search" action={<Link to="/templates">{t('gallery.title')}</Link>} />
  if (!data && error) return <LoadFault error={error} retry={() => void refetch()} />
  return data ? <Opened view={data} /> : <ListSkeleton rows={10} />
}

/** One template: what is in it, drawn as it will be, and the way to install it. */
export function TemplatePage() {
  return <MoreTexts load={loadGalleryTexts} waiting={<Waiting />}><Loaded /></MoreTexts>
}
