import { Button } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { Empty } from './Empty'

/** A screen broke or could not be loaded; everything else goes on. */
export function Crash() {
  const { t } = useI18n()
  return (
    <Empty isPage title={t('desk.crash.title')} glyph="fail" action={<Button onClick={() => location.reload()}>{t('desk.reload')}</Button>}>
      {t('desk.crash.text')}
    </Empty>
  )
}
