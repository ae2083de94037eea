import { useCallback, useEffect, useRef, useState } from 'react'
import { api, ask } from '../../api/client'
import { Banner } from '../../design/Banner'
import { Code, Skeleton, Stack } from '../../design/Layout'
import { Heading } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { useCase } from '../caseContext'
import { GoButton } from '../Link'
import { LinkFailure } from '../LinkFailure'
import { Redirect } from '../Redirect'
import { ResumeForm } from '../ResumeForm'
import { navigate } from '../router'
import { useArrival, useTitle } from '../useTitle'
import { arriveAt } from '../whereNext'

/** Exchanges the token of a link for this device's cookie, once; the address is then replaced. */
function useExchange(token: string | undefined, place: string | undefined): { error: unknown; exchange: () => void; retry: () => void } {
  const { take } = useCase()
  const [error, setError] = useState<unknown>()
  const used = useRef<string>(undefined)
  const exchange = useCallback(() => {
    if (!token) return
    ask(api.POST('/portal/resume', { body: { token } })).then((found) => {
      take(found)
      navigate(arriveAt(found, place), true)
    }, setError)
  }, [token, place, take])
  useEffect(() => {
    if (used.current === token) return
    used.current = token
    exchange()
  }, [token, exchange])
  const retry = useCallback(() => {
    setError(undefined)
    exchange()
  }, [exchange])
  return { error, exchange, retry }
}

/**
 * A link that was used on this very device is not needed: the case is open here. An address of an item that came without
 * any link leads there at once.
 */
function Known({ place, isBare }: { place: string | undefined; isBare: boolean }) {
  const { t } = useI18n()
  const { state, load } = useCase()
  useEffect(() => void load(), [load])
  if (state.kind !== 'ready') return null
  if (place && isBare) return <Redirect href={arriveAt(state.case, place)} />
  return (
    <Banner title={t('apply.start.found')}>
      <Stack>
        <p>{t('apply.start.reference')} <Code>{state.case.reference}</Code></p>
        <div><GoButton href={arriveAt(state.case, place)}>{t('apply.start.continue')}</GoButton></div>
      </Stack>
    </Banner>
  )
}

export function ResumePage({ token, to: place }: { token: string | undefined; to: string | undefined }) {
  const { t } = useI18n()
  const { error, exchange, retry } = useExchange(token, place)
  const ref = useArrival('resume')
  useTitle(t('apply.resume.title'))
  if (token && error === undefined) return <Skeleton label={t('common.loading')} />
  return (
    <>
      <Heading ref={ref}>{t('apply.resume.title')}</Heading>
      <Stack gap="large">
        {error !== undefined && <LinkFailure error={error} onRetry={retry} onReword={exchange} />}
        <Known place={place} isBare={!token} />
        <p>{t('apply.resume.text')}</p>
        <ResumeForm place={place} />
      </Stack>
    </>
  )
}
