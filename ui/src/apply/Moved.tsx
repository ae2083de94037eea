import { Banner } from '../design/Banner'
import { useI18n } from '../i18n/I18n'

/** Says that the questions were changed under the person's hands, and that nothing typed is lost. */
export function Moved() {
  const { t } = useI18n()
  return <Banner tone="warn" role="status" title={t('apply.moved.title')}><p>{t('apply.moved.text')}</p></Banner>
}
