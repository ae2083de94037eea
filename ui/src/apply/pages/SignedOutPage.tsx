import { Banner } from '../../design/Banner'
import { Stack } from '../../design/Layout'
import { Heading } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { Link } from '../Link'
import { ResumeForm } from '../ResumeForm'
import { to } from '../router'
import { useArrival, useTitle } from '../useTitle'

/** This device is not known (any more): how to go on, and that nothing typed is lost. */
export function SignedOutPage({ pipeline }: { pipeline: string }) {
  const { t } = useI18n()
  useTitle(t('apply.signedOut.title'))
  return (
    <>
      <Heading ref={useArrival('signedOut')}>{t('apply.signedOut.title')}</Heading>
      <Stack gap="large">
        <p>{t('apply.signedOut.text')}</p>
        <Banner>{t('apply.signedOut.kept')}</Banner>
        <ResumeForm pipeline={pipeline} />
        <p><Link href={to.start(pipeline)}>{t('apply.signedOut.start')}</Link></p>
      </Stack>
    </>
  )
}
