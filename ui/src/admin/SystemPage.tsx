import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, ask, type Schemas } from '../api/client'
import { Chip, type Tone } from '../desk/parts/Chip'
import { FaultNotice } from '../desk/parts/FaultNotice'
import type { GlyphName } from '../desk/parts/Glyph'
import { LoadFault } from '../desk/parts/LoadFault'
import { Notice } from '../desk/parts/Notice'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Stack, Table } from '../desk/parts/Table'
import { Waiting } from '../desk/parts/Waiting'
import { When } from '../desk/parts/When'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { MoreTexts, useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { MailTest } from './ChannelTest'
import { Steps } from './StorageSteps'
import { useTestStorage } from './storageQueries'
import { loadSystemTexts } from './texts'

type Part = Schemas['SystemPart']

const useSystem = () => useQuery({ queryKey: ['system'], queryFn: () => ask(api.GET('/system')).then((r) => r.parts), staleTime: 0, refetchInterval: 15_000 })

const looks: Record<Part['state'], readonly [Tone, GlyphName]> = { up: ['success', 'pass'], late: ['warn', 'pending'], down: ['danger', 'unavailable'], off: ['plain', 'skipped'] }

function State({ part }: { part: Part }) {
  const { t, find } = useI18n()
  const [tone, glyph] = looks[part.state]
  const mend = find(`system.${part.state}.${part.part}`)
  return (
    <>
      <Chip tone={tone} glyph={glyph}>{t(`system.state.${part.state}`)}</Chip>
      {part.since && (part.state === 'down' || part.state === 'late') && <span className={css.quiet}> {t(`system.since.${part.state}`)} <When at={part.since} /></span>}
      {mend && <p className={css.quiet}>{mend}</p>}
    </>
  )
}

function Backlog({ part }: { part: Part }) {
  const { t } = useI18n()
  if (part.waiting === 0) return <span className={css.quiet}>{t('system.none')}</span>
  return <>{t('system.waiting', { n: part.waiting })}{part.late > 0 && <span className={css.bad}> · {t('system.late', { n: part.late })}</span>}</>
}

function Failure({ part }: { part: Part }) {
  const { t } = useI18n()
  const { failure } = part
  if (!failure) return <span className={css.quiet}>{t('system.noFailure')}</span>
  return (
    <>
      <When at={failure.at} /> <bdi className={css.code}>{failure.what}</bdi><br />
      <span className={css.quiet}>{t('system.id')} <code className={css.code} dir="ltr">{failure.id}</code></span>
    </>
  )
}

function StorageTest() {
  const { t } = useI18n()
  const test = useTestStorage()
  return (
    <>
      <Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate()}>{t('system.test')}</Button>
      <FaultNotice error={test.error} />
      {test.data && <Steps steps={test.data} />}
    </>
  )
}

/** The tests of a part, and the ways to where it is set up or what waits is seen. */
function Actions({ part }: { part: Part['part'] }) {
  const { t } = useI18n()
  const me = useMe()
  const isMessage = part === 'email' || part === 'sms'
  return (
    <Stack>
      {part === 'storage' && may(me, 'storage', 'manage') && <div><StorageTest /></div>}
      {part === 'email' && may(me, 'definition', 'write') && <div><MailTest /></div>}
      <span className={css.rowActions}>
        {(part === 'storage' || part === 'scanner') && may(me, 'storage', 'read') && <Button component={Link} size="compact-sm" variant="subtle" to="/storage">{t('system.toStorage')}</Button>}
        {isMessage && <Button component={Link} size="compact-sm" variant="subtle" to="/plugins">{t('system.toPlugins')}</Button>}
        {isMessage && may(me, 'outbox', 'read') && <Button component={Link} size="compact-sm" variant="subtle" to="/outbox?state=failed">{t('system.toOutbox')}</Button>}
      </span>
    </Stack>
  )
}

/** In a word whether somebody has to act. */
function Sum({ parts }: { parts: readonly Part[] }) {
  const { t } = useI18n()
  const n = parts.filter((p) => p.state === 'down' || p.state === 'late').length
  return <Notice role="status" tone={n > 0 ? 'warn' : 'success'} title={n > 0 ? t('system.notWell', { n }) : t('system.allWell')} />
}

function Parts({ parts }: { parts: readonly Part[] }) {
  const { t } = useI18n()
  const heads = [t('system.part'), t('system.state'), t('system.waits'), t('system.failure'), t('system.actions')]
  return (
    <Table label={t('system.title')} heads={heads}>
      {parts.map((p) => (
        <tr key={p.part}>
          <th scope="row">{t(`system.part.${p.part}`)}</th>
          <td><State part={p} /></td>
          <td>{p.part !== 'database' && p.part !== 'storage' && <Backlog part={p} />}</td>
          <td>{(p.part === 'email' || p.part === 'sms' || p.part === 'jobs') && <Failure part={p} />}</td>
          <td><Actions part={p.part} /></td>
        </tr>
      ))}
    </Table>
  )
}

function Page() {
  const { t, dateTime } = useI18n()
  const { data, error, refetch, isFetching, dataUpdatedAt } = useSystem()
  return (
    <>
      <PageHead title={t('system.title')} note={t('system.note')}>
        <Button variant="default" loading={isFetching && !data} onClick={() => void refetch()}>{t('system.look')}</Button>
      </PageHead>
      {error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton rows={6} /> : null}
      {data && (
        <Body>
          <Stack>
            <Sum parts={data} />
            <Parts parts={data} />
            <p className={css.quiet}>{t('system.looked', { at: dateTime(new Date(dataUpdatedAt).toISOString()) })}</p>
          </Stack>
        </Body>
      )}
    </>
  )
}

/** What the tenant's work stands on: what works, what is down since when, and what waits. */
export function SystemPage() {
  return <MoreTexts load={loadSystemTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
