import { useCallback, useState } from 'react'
import { api, ask } from '../../api/client'
import { Banner } from '../../design/Banner'
import { Button, ButtonRow } from '../../design/Button'
import { Skeleton, Stack } from '../../design/Layout'
import { Heading } from '../../design/Shell'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import { Failure } from '../Failure'
import { useAct } from '../useAct'
import { useArrival, useTitle } from '../useTitle'
import { loadVerifyTexts } from '../verifyTexts'

function Page({ token }: { token: string }) {
  const { t } = useI18n()
  const [isDone, setDone] = useState(false)
  useTitle(t('verify.stop.title'))
  const ref = useArrival('stop')
  const stop = useAct(useCallback(async () => {
    await ask(api.POST('/reminders/stop', { body: { token } }))
    setDone(true)
  }, [token]))
  if (isDone) return <Banner tone="success" level={1} title={t('verify.stop.done')} role="status"><p>{t('verify.stop.doneText')}</p></Banner>
  return (
    <>
      <Heading ref={ref}>{t('verify.stop.title')}</Heading>
      <Stack gap="large">
        <p>{t('verify.stop.text')}</p>
        {stop.error !== undefined && <Failure error={stop.error} />}
        <ButtonRow><Button busy={stop.busy} onClick={stop.run}>{t('verify.stop.do')}</Button></ButtonRow>
      </Stack>
    </>
  )
}

/** No more reminders. Opening the link changes nothing: programs that follow links in e-mails may do it. */
export function UnsubscribePage({ token }: { token: string }) {
  const { t } = useI18n()
  return <MoreTexts load={loadVerifyTexts} waiting={<Skeleton label={t('common.loading')} />}><Page token={token} /></MoreTexts>
}
