import { lazy, Suspense, useCallback, useState } from 'react'
import { api, ask } from '../api/client'
import { Banner } from '../design/Banner'
import { Button, ButtonRow } from '../design/Button'
import { Code, Stack } from '../design/Layout'
import { useI18n } from '../i18n/I18n'
import { type Case, useCase } from './caseContext'
import { Failure } from './Failure'
import { navigate, to } from './router'
import type { Session } from './session'
import { useSignal } from './signal'
import { useAct } from './useAct'

const Portal = lazy(() => import('./portal/Portal').then((m) => ({ default: m.Portal })))
const Feedback = lazy(() => import('./portal/Feedback').then((m) => ({ default: m.Feedback })))

/** Going on later: a link by e-mail, or leaving nothing on a device that others use too. */
export function LaterPanel({ current, session: { autosave, saveState } }: { current: Case; session: Session }) {
  const { t } = useI18n()
  const { lose } = useCase()
  const [isOpen, setOpen] = useState(false)
  const [sent, setSent] = useState(false)
  const [asks] = useState(!current.rated)
  const send = useAct(useCallback(async () => {
    await ask(api.POST('/portal/case/resume-link'))
    setSent(true)
  }, []))
  const leave = useAct(useCallback(async () => {
    await autosave.leave()
    await ask(api.DELETE('/portal/session'))
    lose()
    navigate(to.start(current.pipeline))
  }, [autosave, lose, current.pipeline]))
  const isSafe = !['offline', 'refused'].includes(useSignal(saveState).kind)
  if (!isOpen) return <Button kind="quiet" onClick={() => setOpen(true)}>{t('apply.later.open')}</Button>
  const error = send.error ?? leave.error
  return (
    <Banner title={t('apply.later.title')} role="status">
      <Stack>
        <p>{t(isSafe ? 'apply.later.text' : 'apply.later.unsaved')} {t('apply.start.reference')} <Code>{current.reference}</Code></p>
        {error !== undefined && <Failure error={error} />}
        {sent && <p><strong>{t('apply.later.sent')}</strong></p>}
        <ButtonRow>
          {!sent && <Button kind="secondary" busy={send.busy} onClick={send.run}>{t('apply.later.send')}</Button>}
          <Button kind="quiet" busy={leave.busy} onClick={leave.run}>{t('apply.later.leave')}</Button>
          <Button kind="quiet" onClick={() => setOpen(false)}>{t('common.close')}</Button>
        </ButtonRow>
        {asks && isSafe && <Suspense><Portal><Feedback moment="exit" /></Portal></Suspense>}
      </Stack>
    </Banner>
  )
}
