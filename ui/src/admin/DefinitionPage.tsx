import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { Empty } from '../desk/parts/Empty'
import { isMissing } from '../desk/parts/fault'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { Glyph } from '../desk/parts/Glyph'
import { Json } from '../desk/parts/Json'
import { LoadFault } from '../desk/parts/LoadFault'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Stack } from '../desk/parts/Table'
import { When } from '../desk/parts/When'
import { Waiting } from '../desk/parts/Waiting'
import { may } from '../desk/query/session'
import { useVersion } from '../desk/query/versions'
import { useMe } from '../desk/session/RequireSession'
import type { Text } from '../fields/types'
import { MoreTexts, useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { DuplicateDialog } from './DuplicateDialog'
import { Findings } from './Findings'
import { type Kind, useCheckDraft, useDefinition, useMembers } from './queries'
import { loadSettingTexts } from './texts'

type Definition = NonNullable<ReturnType<typeof useDefinition>['data']>

const isKind = (k: string): k is Kind => ['form', 'checklist', 'pipeline'].includes(k)

/** A member by name where this one may know the names; else whether it was staff or the installation. */
function Publisher({ id }: { id: string }) {
  const { t, find } = useI18n()
  const { data } = useMembers(may(useMe(), 'member', 'read'))
  return <bdi>{data?.find((m) => m.id === id)?.name ?? find(`desk.actor.${id}`) ?? t('desk.actor.member')}</bdi>
}

/** The draft or one of the versions, as it is kept. */
function Source({ definition }: { definition: Definition }) {
  const { t } = useI18n()
  const versions = [...definition.versions].sort((a, b) => b.number - a.number)
  const [id, setId] = useState(definition.draft ? '' : (versions[0]?.id ?? ''))
  const version = useVersion(id)
  const row = versions.find((v) => v.id === id)
  const name = id ? t('desk.definitions.version', { number: String(row?.number ?? '') }) : t('desk.definitions.draft')
  return (
    <Stack>
      <NativeSelect className={css.versions} label={t('desk.definitions.show')} value={id} onChange={(e) => setId(e.currentTarget.value)}>
        {definition.draft && <option value="">{t('desk.definitions.draft')}</option>}
        {versions.map((v) => <option key={v.id} value={v.id}>{t('desk.definitions.version', { number: String(v.number) })}</option>)}
      </NativeSelect>
      {row && (
        <dl className={css.figures}>
          <div><dt>{t('desk.definitions.publishedAt')}</dt><dd><When at={row.publishedAt} /></dd></div>
          {row.publishedBy && <div><dt>{t('desk.definitions.publishedBy')}</dt><dd><Publisher id={row.publishedBy} /></dd></div>}
          <div><dt>{t('desk.definitions.checksum')}</dt><dd><code dir="ltr" className={css.code}>{row.checksum}</code></dd></div>
        </dl>
      )}
      {id && version.error ? <FaultNotice error={version.error} retry={() => void version.refetch()} /> : null}
      {id && version.isPending ? <ListSkeleton rows={6} /> : <Json label={name} value={id ? version.data?.body : definition.draft} />}
    </Stack>
  )
}

/** What people call it; a definition whose draft has no title has its key. */
const titleOf = ({ key, draft }: Definition, read: (text: Text | undefined) => string): string => read((draft as { title?: Text } | undefined)?.title) || key

function Opened({ definition }: { definition: Definition }) {
  const { t, text } = useI18n()
  const check = useCheckDraft(definition.kind, definition.key)
  const me = useMe()
  const [isDuplicating, setDuplicating] = useState(false)
  const canWrite = may(me, 'definition', 'write') && definition.draft !== undefined
  const canPublish = may(me, 'definition', 'publish') && definition.draft !== undefined
  return (
    <>
      <PageHead title={titleOf(definition, text)} note={<><Link to="/definitions">{t('desk.definitions.title')}</Link> · {t(`desk.kind.${definition.kind}`)} · <code dir="ltr">{definition.key}</code></>}>
        {definition.kind === 'pipeline' && definition.versions.length > 0 && <Button component={Link} to={`/share?pipeline=${definition.key}`} variant="default" leftSection={<Glyph name="open" />}>{t('desk.next.share')}</Button>}
        {may(me, 'definition', 'write') && <Button variant="default" leftSection={<Glyph name="copy" />} onClick={() => setDuplicating(true)}>{t('settings.duplicate')}</Button>}
        {canWrite && <Button component={Link} to={`/builder/${definition.kind}/${definition.key}`} variant="default">{t('desk.definitions.edit')}</Button>}
        {definition.draft && <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>{t('desk.definitions.check')}</Button>}
        {canPublish && <Button component={Link} to={`/builder/${definition.kind}/${definition.key}?publish`}>{t('desk.definitions.publish')}</Button>}
      </PageHead>
      <Body>
        <Stack>
          <FaultNotice error={check.error} />
          {(check.data ?? definition.findings) && <Findings findings={check.data ?? definition.findings ?? []} wasAsked={check.data !== undefined} />}
          <Source definition={definition} />
        </Stack>
      </Body>
      {isDuplicating && <DuplicateDialog definition={definition} onClose={() => setDuplicating(false)} />}
    </>
  )
}

function Loaded({ kind, id }: { kind: Kind; id: string }) {
  const { t } = useI18n()
  const { data, error, refetch } = useDefinition(kind, id)
  if (isMissing(error)) return <Empty isPage title={t('desk.missing.title')} glyph="search" action={<Link to="/definitions">{t('desk.definitions.title')}</Link>} />
  if (!data && error) return <LoadFault error={error} retry={() => void refetch()} />
  return data ? <Opened definition={data} /> : <ListSkeleton rows={10} />
}

/** One definition, to read: its draft and every version, and what is wrong with the draft. */
export function DefinitionPage() {
  return <MoreTexts load={loadSettingTexts} waiting={<Waiting />}><Page /></MoreTexts>
}

function Page() {
  const { t } = useI18n()
  const { kind = '', key = '' } = useParams()
  if (!isKind(kind)) return <Empty isPage title={t('desk.missing.title')} glyph="search" action={<Link to="/definitions">{t('desk.definitions.title')}</Link>} />
  return <Loaded key={`${kind} ${key}`} kind={kind} id={key} />
}
