import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { useOpenCase } from '../case/context'
import { useMay } from '../case/may'
import { StateChip } from '../parts/Chip'
import { Dialog } from '../parts/Dialog'
import { FaultNotice } from '../parts/FaultNotice'
import { Glyph } from '../parts/Glyph'
import { useSay } from '../parts/toast'
import { WhyButton } from '../parts/Why'
import { type Document, useJudge } from '../query/cases'
import css from './viewer.module.css'

function RefuseDialog({ document, onClose }: { document: Document; onClose: () => void }) {
  const { t } = useI18n()
  const { id, file, packet } = useOpenCase()
  const say = useSay()
  const judge = useJudge(id)
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const canAsk = file.actions.some((a) => a.verb === 'request' && a.allowed) && file.requestable.some((r) => r.path === document.field)
  const submit = (): void => {
    setAsked(true)
    if (!reason.trim()) return
    judge.mutate({ document: document.id, verdict: 'refused', reason: reason.trim() }, {
      onSuccess: () => {
        onClose()
        if (canAsk) packet.ask(document.field, reason.trim())
        say(t(canAsk ? 'desk.verdict.refusedAsk' : 'desk.verdict.refused'))
      },
    })
  }
  return (
    <Dialog title={t('desk.verdict.refuseTitle')} action={t('desk.verdict.refuse')} danger busy={judge.isPending} error={judge.error} onSubmit={submit} onClose={onClose}>
      {canAsk && <p>{t('desk.verdict.askAgain')}</p>}
      <Textarea data-autofocus label={t('desk.verdict.reason')} description={t('desk.verdict.reasonHint')} required maxLength={500} autosize minRows={2} value={reason} error={isAsked && !reason.trim() && t('desk.verdict.reasonMissing')} onChange={(e) => setReason(e.currentTarget.value)} />
    </Dialog>
  )
}

/** Whether a document is good enough, and why not. */
export function Verdict({ document }: { document: Document }) {
  const { t } = useI18n()
  const { id } = useOpenCase()
  const say = useSay()
  const judge = useJudge(id)
  const why = useMay()('judge')
  const [isRefusing, setRefusing] = useState(false)
  if (document.state === 'replaced') return <p className={css.quiet}>{t('desk.verdict.replaced')}</p>
  const accept = (): void => judge.mutate({ document: document.id, verdict: 'accepted' }, { onSuccess: () => say(t('desk.verdict.accepted')) })
  return (
    <div className={css.verdict}>
      {document.state !== 'stored' && <StateChip of="document" state={document.state} />}
      {document.reason && <bdi>{document.reason}</bdi>}
      {document.state !== 'accepted' && <WhyButton variant="default" leftSection={<Glyph name="pass" />} why={why} busy={judge.isPending} onClick={accept}>{t('desk.verdict.accept')}</WhyButton>}
      {document.state !== 'refused' && <WhyButton variant="default" leftSection={<Glyph name="fail" />} why={why} onClick={() => setRefusing(true)}>{t('desk.verdict.refuse')}</WhyButton>}
      <FaultNotice error={judge.error} />
      {isRefusing && <RefuseDialog document={document} onClose={() => setRefusing(false)} />}
    </div>
  )
}
