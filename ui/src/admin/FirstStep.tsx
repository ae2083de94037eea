import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { useI18n } from '../i18n/I18n'

/** Where a tenant with nothing published begins: a ready set of definitions. Nothing for who may not see definitions. */
export function FirstStep() {
  const { t } = useI18n()
  return may(useMe(), 'definition', 'read') ? <Button component={Link} to="/templates">{t('desk.templates.choose')}</Button> : null
}
