import { Heading } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { useBrand } from '../brandContext'
import { Link } from '../Link'
import { to } from '../router'
import { useArrival, useTitle } from '../useTitle'

/** An address that leads nowhere: says so, and offers what there is. */
export function NotFoundPage() {
  const { t, text } = useI18n()
  const { entrances = [] } = useBrand()
  useTitle(t('apply.notFound.title'))
  return (
    <>
      <Heading ref={useArrival('unknown')}>{t('apply.notFound.title')}</Heading>
      <p>{t('apply.notFound.text')}</p>
      <ul>
        {entrances.map((e) => <li key={e.pipeline}><Link href={to.start(e.pipeline)}>{text(e.title)}</Link></li>)}
        <li><Link href={to.resume()}>{t('apply.resume.link')}</Link></li>
      </ul>
    </>
  )
}
