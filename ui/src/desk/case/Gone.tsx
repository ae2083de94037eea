import { useI18n } from '../../i18n/I18n'
import { Notice } from '../parts/Notice'
import type { Case, PossibleAction } from '../query/cases'
import { useOpenCase } from './context'

/** Others moved the case on, and what was begun can no longer be done. */
export const isGone = (file: Case, { verb, transition }: Pick<PossibleAction, 'verb' | 'transition'>): boolean =>
  !file.actions.some((a) => a.verb === verb && a.transition === transition && a.allowed)

/** Says so before it is tried; what was typed can still be taken along. */
export function Gone() {
  const { t, text } = useI18n()
  const { row } = useOpenCase().file
  return <Notice tone="warn" role="alert">{t('desk.decision.gone', { stage: text(row.stageName) || row.stage })}</Notice>
}
