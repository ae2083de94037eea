import { Banner } from '../design/Banner'
import { Problems } from '../design/Shell'
import { useI18n } from '../i18n/I18n'
import { useCase } from './caseContext'
import { to } from './router'

/** Says, on every page, that a member types for the applicant, and leads back to their desk. */
export function HelperBanner() {
  const { t } = useI18n()
  const { state } = useCase()
  if (state.kind !== 'ready' || !state.case.helper) return null
  return (
    <Problems>
      <Banner tone="warn">
        <p>{t('apply.helper.text', { name: `\u2068${state.case.helper}\u2069` })}</p>
        <p><a href={to.desk(state.case.id)}>{t('apply.helper.back')}</a></p>
      </Banner>
    </Problems>
  )
}
