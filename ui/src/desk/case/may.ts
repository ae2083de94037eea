import { useI18n } from '../../i18n/I18n'
import { useOpenCase } from './context'

/** Why a member may not claim, note, judge, reveal/{group} or write/{group} in this case, as the API says; undefined where they may. */
export function useMay(): (verb: string) => string | undefined {
  const { t } = useI18n()
  const { may, whyNot } = useOpenCase().file
  return (verb) => (may.includes(verb) ? undefined : (whyNot?.[verb] ?? t('desk.actions.role')))
}
