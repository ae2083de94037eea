import { Banner } from '../design/Banner'
import { Button } from '../design/Button'
import { Stack } from '../design/Layout'
import { useI18n } from '../i18n/I18n'

/** The browser has opened another case since: why nothing is saved from here any more, and the way to the other. */
export function OtherCase() {
  const { t } = useI18n()
  return (
    <Banner tone="warn" role="alert">
      <Stack>
        <p>{t('apply.otherCase.text')}</p>
        <div><Button onClick={() => location.reload()}>{t('apply.otherCase.go')}</Button></div>
      </Stack>
    </Banner>
  )
}
