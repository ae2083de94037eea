import { Button, CopyButton } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { Empty } from '../parts/Empty'
import { FaultNotice } from '../parts/FaultNotice'
import { isMissing } from '../parts/fault'
import { Glyph } from '../parts/Glyph'
import { Json } from '../parts/Json'
import { ListSkeleton, Stack } from '../parts/Table'
import { useEvidence } from '../query/cases'
import css from './case.module.css'
import { useOpenCase } from './context'
import { Papers } from './Papers'

function Record() {
  const { t } = useI18n()
  const { id } = useOpenCase()
  const { data, error, refetch } = useEvidence(id)
  if (isMissing(error) || (data && Object.keys(data).length === 0)) return <Empty title={t('desk.evidence.empty')} glyph="shield">{t('desk.evidence.emptyText')}</Empty>
  if (!data && error) return <FaultNotice error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton rows={6} />
  const hash = typeof data['hash'] === 'string' ? data['hash'] : undefined
  return (
    <Stack>
      <p>{t('desk.evidence.text')}</p>
      {hash && (
        <div className={css.hash}>
          <span>{t('desk.evidence.hash')}</span>
          <code dir="ltr">{hash}</code>
          <CopyButton value={hash}>
            {({ copied, copy }) => <Button variant="default" size="compact-xs" leftSection={<Glyph name={copied ? 'pass' : 'copy'} />} onClick={copy}>{t(copied ? 'desk.copied' : 'desk.copy')}</Button>}
          </CopyButton>
        </div>
      )}
      <Json label={t('desk.evidence.title')} value={data} />
    </Stack>
  )
}

/** What proves the signature: the record as it was sealed, its hash, and the documents that were written. */
export function EvidencePane() {
  return <Stack><Papers /><Record /></Stack>
}
