import type { ReactNode } from 'react'
import { Skeleton } from '../../design/Layout'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import { loadChecklistTexts } from './texts'

/** Gives what is inside the words of the portal. */
export function Portal({ children }: { children: ReactNode }) {
  const { t } = useI18n()
  return <MoreTexts load={loadChecklistTexts} waiting={<Skeleton label={t('common.loading')} />}>{children}</MoreTexts>
}
