import { Button } from '@mantine/core'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { Json } from '../desk/parts/Json'
import { LoadFault } from '../desk/parts/LoadFault'
import { Notice } from '../desk/parts/Notice'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Stack } from '../desk/parts/Table'
import { When } from '../desk/parts/When'
import { Waiting } from '../desk/parts/Waiting'
import { MoreTexts, useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { AuditEvents } from './AuditEvents'
import { useAudit } from './queries'
import { loadAuditTexts } from './texts'

function Report({ report, at }: { report: NonNullable<ReturnType<typeof useAudit>['data']>; at: number }) {
  const { t, number } = useI18n()
  const broken = report.broken ?? []
  return (
    <Stack>
      {report.ok ? (
        <Notice tone="success" glyph="shield" role="status" title={t('desk.audit.ok')}>{t('desk.audit.okText')}</Notice>
      ) : (
        <Notice tone="danger" role="alert" title={t('desk.audit.broken')}>{t('desk.audit.brokenText')}</Notice>
      )}
      <dl className={css.figures}>
        {(['cases', 'events', 'anchors'] as const).map((k) => <div key={k}><dt>{t(`desk.audit.${k}`)}</dt><dd>{number(report[k])}</dd></div>)}
        <div><dt>{t('desk.audit.when')}</dt><dd><When at={new Date(at).toISOString()} /></dd></div>
      </dl>
      {broken.length > 0 && <Json label={t('desk.audit.broken')} value={broken} />}
    </Stack>
  )
}

function Page() {
  const { t } = useI18n()
  const { data, error, refetch, isFetching, dataUpdatedAt } = useAudit()
  return (
    <>
      <PageHead title={t('desk.audit.title')} note={t('desk.audit.note')}>
        {data && <Button variant="default" loading={isFetching} onClick={() => void refetch()}>{t('desk.audit.again')}</Button>}
      </PageHead>
      {!data && error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton rows={4} /> : null}
      {data && (
        <Body>
          <Stack>
            <FaultNotice error={error} />
            <Report report={data} at={dataUpdatedAt} />
          </Stack>
        </Body>
      )}
      <AuditEvents />
    </>
  )
}

/** Reads every chain of events again and says whether anything was changed, and tells what the administration changed. */
export function AuditPage() {
  return <MoreTexts load={loadAuditTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
