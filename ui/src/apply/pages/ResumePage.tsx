import { useEffect, useRef, useState } from 'react'
import { api, ask } from '../../api/client'
import { Skeleton, Stack } from '../../design/Layout'
import { Heading } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { useCase } from '../caseContext'
import { Failure } from '../Failure'
import { ResumeForm } from '../ResumeForm'
import { navigate } from '../router'
import { useArrival, useTitle } from '../useTitle'
import { homeOf } from '../whereNext'

/** Exchanges the token of a link for this device's cookie, once; the address is then replaced. */
function useExchange(token: string | undefined): unknown {
  const { take } = useCase()
  const [error, setError] = useState<unknown>()
  const used = useRef<string>(undefined)
  useEffect(() => {
    if (!token || used.current === token) return
    used.current = token
    ask(api.POST('/portal/resume', { body: { token } })).then((found) => {
      take(found)
      navigate(homeOf(found), true)
    }, setError)
  }, [token, take])
  return error
}

export function ResumePage({ token }: { token: string | undefined }) {
  const { t } = useI18n()
  const error = useExchange(token)
  const ref = useArrival('resume')
  useTitle(t('apply.resume.title'))
  if (token && error === undefined) return <Skeleton label={t('common.loading')} />
  return (
    <>
      <Heading ref={ref}>{t('apply.resume.title')}</Heading>
      <Stack gap="large">
        {error !== undefined && <Failure error={error} />}
        <p>{t('apply.resume.text')}</p>
        <ResumeForm />
      </Stack>
    </>
  )
}
