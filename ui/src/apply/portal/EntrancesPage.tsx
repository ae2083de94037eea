import { Stack } from '../../design/Layout'
import { Heading } from '../../design/Shell'
import { Task, TaskList } from '../../design/TaskList'
import { useI18n } from '../../i18n/I18n'
import { useBrand } from '../brandContext'
import { Link } from '../Link'
import { to } from '../router'
import { useArrival, useTitle } from '../useTitle'

/** The pipelines of the tenant that are open, for who comes without a link of their own. */
export function EntrancesPage() {
  const { t, text } = useI18n()
  const brand = useBrand()
  const ref = useArrival('portal')
  useTitle(t('checklist.portal.title'))
  const open = (brand.entrances ?? []).filter((e) => !e.notice)
  return (
    <>
      <Heading ref={ref} caption={<bdi>{brand.name}</bdi>}>{t('checklist.portal.title')}</Heading>
      <Stack gap="large">
        {open.length === 0 && <p>{t('checklist.portal.empty')}</p>}
        {open.length > 0 && (
          <TaskList>
            {open.map((e) => (
              <Task key={e.pipeline} title={<Link href={to.start(e.pipeline)}>{text(e.title)}</Link>} hint={text(e.description)} status={t('checklist.portal.minutes', { n: e.minutes })} />
            ))}
          </TaskList>
        )}
        <p>{t('apply.start.elsewhere')} <Link href={to.resume()}>{t('apply.resume.link')}</Link></p>
      </Stack>
    </>
  )
}
