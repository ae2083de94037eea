import { Link } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { Empty } from '../parts/Empty'
import { PageHead } from '../parts/PageHead'

export function NotFoundPage() {
  const { t } = useI18n()
  return (
    <>
      <PageHead title={t('desk.missing.title')} />
      <Empty title={t('desk.missing.title')} glyph="search" action={<Link to="/">{t('desk.missing.home')}</Link>}>{t('desk.missing.text')}</Empty>
    </>
  )
}
