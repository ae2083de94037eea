import { Link } from 'react-router'
import { Chip, type Tone } from '../desk/parts/Chip'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { LoadFault } from '../desk/parts/LoadFault'
import { Notice } from '../desk/parts/Notice'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Stack, Table } from '../desk/parts/Table'
import { Waiting } from '../desk/parts/Waiting'
import { WhyButton } from '../desk/parts/Why'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { loadDocumentTexts } from '../desk/viewer/texts'
import { MoreTexts, useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { Holds } from './StorageHolds'
import { Rules } from './StorageRules'
import { Steps } from './StorageSteps'
import { type Storage, useInspect, useStorage, useTestStorage } from './storageQueries'

const scanTone: Record<Storage['scanned'], Tone> = { on: 'success', off: 'plain', silent: 'warn' }

function Place({ storage }: { storage: Storage }) {
  const { t, find, number } = useI18n()
  return (
    <dl className={css.figures}>
      <div><dt>{t('documents.storage.place')}</dt><dd>{storage.place === 's3' ? t('documents.storage.s3', { name: storage.name }) : t('documents.storage.disk')}</dd></div>
      <div><dt>{t('documents.storage.scanner')}</dt><dd><Chip tone={scanTone[storage.scanned]}>{find(`documents.storage.scanner.${storage.scanned}`)}</Chip></dd></div>
      {Object.entries(storage.scans).map(([state, n]) => (
        <div key={state}><dt>{find(`documents.storage.scans.${state}`)}</dt><dd>{number(n)}</dd></div>
      ))}
    </dl>
  )
}

/** What stands still just now, and that it goes on by itself. */
function Away({ storage }: { storage: Storage }) {
  const { t } = useI18n()
  const waiting = storage.scans['pending'] ?? 0
  return (
    <>
      {!storage.answers && <Notice tone="danger" role="alert" title={t('documents.away')}>{t('documents.storage.away')}</Notice>}
      {storage.scanned === 'silent' && <Notice tone="warn" role="alert" title={t('documents.storage.silent')}>{t('documents.storage.silentText', { n: waiting })}</Notice>}
    </>
  )
}

<<<<<<< HEAD
=======
function Steps({ steps }: { steps: readonly StorageStep[] }) {
  const { t, find, number } = useI18n()
  const isGood = steps.every((s) => s.ok)
  return (
    <>
      <Notice role="status" tone={isGood ? 'success' : 'danger'}>{t(isGood ? 'documents.storage.testOk' : 'documents.storage.testBad')}</Notice>
      <ul className={css.steps}>
        {steps.map((s) => (
          <li key={s.step}>
            <Chip tone={s.ok ? 'success' : 'danger'} glyph={s.ok ? 'pass' : 'fail'}>{find(`documents.storage.step.${s.step}`)}</Chip>{' '}
            <span className={css.quiet}>{number(s.millis)} ms</span>
            {!s.ok && <p>{find(`documents.storage.mend.${s.step}`)}</p>}
            {s.why && <p className={css.code} dir="ltr">{s.why}</p>}
          </li>
        ))}
      </ul>
    </>
  )
}

>>>>>>> documents
function Test({ why }: { why: string | undefined }) {
  const { t } = useI18n()
  const test = useTestStorage()
  return (
    <section>
      <h2 className={css.subhead}>{t('documents.storage.test')}</h2>
      <Stack>
        <p>{t('documents.storage.testText')}</p>
        <div><WhyButton variant="default" why={why} busy={test.isPending} onClick={() => test.mutate()}>{t('documents.storage.test')}</WhyButton></div>
        {test.isPending && <p role="status">{t('documents.storage.testing')}</p>}
        <FaultNotice error={test.error} />
        {test.data && <Steps steps={test.data} />}
      </Stack>
    </section>
  )
}

function Lost({ storage, why }: { storage: Storage; why: string | undefined }) {
  const { t, dateTime, number } = useI18n()
  const inspect = useInspect()
  const { report } = storage
  return (
    <section>
      <h2 className={css.subhead}>{t('documents.storage.look')}</h2>
      <Stack>
        <p>{t('documents.storage.lookText')}</p>
        <p role="status">{report ? t('documents.storage.looked', { date: dateTime(report.at), files: number(report.files), lost: number(report.lost), swept: number(report.swept) }) : t('documents.storage.lookedNever')}</p>
        <div><WhyButton variant="default" why={why} busy={inspect.isPending} onClick={() => inspect.mutate(undefined)}>{t('documents.storage.lookNow')}</WhyButton></div>
        <FaultNotice error={inspect.error} />
        {report && report.missing.length > 0 && (
          <Table label={t('documents.storage.missing')} heads={[t('documents.storage.case'), t('documents.storage.file')]}>
            {report.missing.map((m) => <tr key={m.document}><th scope="row"><Link to={`/cases/${m.case}`}><bdi dir="ltr">{m.reference}</bdi></Link></th><td><bdi>{m.name}</bdi></td></tr>)}
          </Table>
        )}
      </Stack>
    </section>
  )
}

function Page() {
  const { t } = useI18n()
  const { data, error, refetch } = useStorage()
  const why = may(useMe(), 'storage', 'manage') ? undefined : t('desk.actions.role')
  return (
    <>
      <PageHead title={t('documents.storage')} note={t('documents.storage.note')} />
      {!data && error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton rows={8} /> : null}
      {data && (
        <Body>
          <Stack>
            <Away storage={data} />
            <Place storage={data} />
            <Rules key={data.retention.revision} storage={data} why={why} reload={() => void refetch()} />
            <Holds storage={data} why={why} />
            <Test why={why} />
            <Lost storage={data} why={why} />
          </Stack>
        </Body>
      )}
    </>
  )
}

/** Where files lie, how long they are kept, and whether the place does what it has to. */
export function StoragePage() {
  return <MoreTexts load={loadDocumentTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
