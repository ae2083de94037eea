import { Stack } from '../../design/Layout'
import { Heading } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { OtherCase } from '../OtherCase'
import { ResumeForm } from '../ResumeForm'
import { useArrival, useTitle } from '../useTitle'

/** In place of a case when the browser has opened another since: nothing typed here goes to the other one. */
export function OtherCasePage({ pipeline }: { pipeline: string }) {
  const { t } = useI18n()
  useTitle(t('apply.otherCase.title'))
  return (
    <>
      <Heading ref={useArrival('otherCase')}>{t('apply.otherCase.title')}</Heading>
      <Stack gap="large">
        <OtherCase />
        <p>{t('apply.otherCase.kept')}</p>
        <ResumeForm pipeline={pipeline} />
      </Stack>
    </>
  )
}
