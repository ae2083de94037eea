import { Link } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { Empty } from '../parts/Empty'

export function NotFoundPage() {
  const { t } = useI18n()
  return <Empty isPage title={t('desk.missing.title')} glyph="search" action={<Link to="/">{t('desk.missing.home')}</Link>}>{t('desk.missing.text')}</Empty>
}
