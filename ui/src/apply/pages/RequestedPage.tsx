import { useCallback, useMemo } from 'react'
import { Inset, Stack } from '../../design/Layout'
import { BackLink, Heading, PageTop, Problems } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { ErrorSummary } from '../../runtime/ErrorSummary'
import { FieldView } from '../../runtime/FieldView'
import { FormPage } from '../../runtime/FormPage'
import { related, topKey } from '../../runtime/pointer'
import { Failure } from '../Failure'
import { follow } from '../Link'
import { Moved } from '../Moved'
import { markAnswered, openRequests, pageOfRequest, type Request } from '../requests'
import { navigate, to } from '../router'
import { SaveLine } from '../SaveLine'
import { useContinue } from '../useContinue'
import { useArrival, useErrorTitle } from '../useTitle'
import type { StepProps } from './CasePages'

/** One requested item: what the analyst wrote, and the field to answer it in. */
function Item({ request, session }: { request: Request; session: StepProps['session'] }) {
  const { t } = useI18n()
  const field = session.live.fieldAt(request.path)
  if (!field) return null
  return (
    <Stack>
      {request.note && <Inset><p>{t('apply.requested.note')}</p><p dir="auto"><strong>{request.note}</strong></p></Inset>}
      <FieldView field={field} path={request.path} />
    </Stack>
  )
}

/** The requested items of one page, and nothing else of it. */
export function RequestedPage({ current, session, page }: StepProps & { page: string }) {
  const { t, text } = useI18n()
  const { live, saveState } = session
  const items = useMemo(
    () => openRequests(current).filter((r) => pageOfRequest(r, live) === page),
    [current, live, page],
  )
  const keys = useMemo(() => [...new Set(items.map((r) => topKey(r.path)))], [items])
  const concerns = useCallback((path: string) => items.some((r) => related(r.path, path)), [items])
  const onDone = useCallback(() => {
    markAnswered(current.id, items)
    navigate(to.status(current.pipeline))
  }, [current, items])
  const { problems, busy, error, submit } = useContinue({ session, page, keys, concerns, onDone })
  const title = text(live.form.pages.find((p) => p.key === page)?.title)
  const ref = useArrival(`requested/${page}`)
  useErrorTitle(problems.length > 0, title, text(current.title))
  return (
    <>
      <PageTop>
        <BackLink href={to.status(current.pipeline)} onClick={follow}>{t('common.back')}</BackLink>
        <SaveLine state={saveState} />
      </PageTop>
      {session.isMoved && <Moved />}
      <Problems>
        <ErrorSummary problems={problems} />
        {error !== undefined && <Failure error={error} />}
      </Problems>
      <Heading ref={ref} caption={t('apply.requested.caption')}>{title}</Heading>
      <FormPage action={t('common.continue')} busy={busy} onSubmit={submit}>
        {items.map((r) => <Item key={r.id} request={r} session={session} />)}
      </FormPage>
    </>
  )
}
