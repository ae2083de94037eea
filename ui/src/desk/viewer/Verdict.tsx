import { NativeSelect, Textarea } from '@mantine/core'
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
import { useShortcuts } from '../shell/shortcuts'
import css from './viewer.module.css'

function RefuseDialog({ document, onClose }: { document: Document; onClose: () => void }) {
  const { t, text } = useI18n()
  const { id, file, packet } = useOpenCase()
  const say = useSay()
  const judge = useJudge(id)
  const [cause, setCause] = useState('')
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const causes = (file.reasons ?? []).filter((r) => r.for.includes('judge'))
  const canAsk = file.actions.some((a) => a.verb === 'request' && a.allowed) && file.requestable.some((r) => r.path === document.field)
  const choose = (key: string): void => {
    setCause(key)
    const chosen = causes.find((r) => r.key === key)
    if (chosen) setReason(text(chosen.applicant))
  }
  const submit = (): void => {
    setAsked(true)
    if (!reason.trim()) return
    judge.mutate({ document: document.id, verdict: 'refused', reason: reason.trim(), ...(cause && { cause }) }, {
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
      {causes.length > 0 && (
        <NativeSelect data-autofocus label={t('desk.decision.reason')} value={cause} onChange={(e) => choose(e.currentTarget.value)}>
          <option value="">{t('documents.causeOther')}</option>
          {causes.map((r) => <option key={r.key} value={r.key}>{text(r.label)}</option>)}
        </NativeSelect>
      )}
      <Textarea data-autofocus={causes.length === 0 || undefined} label={t('desk.verdict.reason')} description={t('desk.verdict.reasonHint')} required maxLength={500} autosize minRows={2} value={reason} error={isAsked && !reason.trim() && t('desk.verdict.reasonMissing')} onChange={(e) => setReason(e.currentTarget.value)} />
    </Dialog>
  )
}

/** Why a document cannot be accepted now, beside what policies say. */
function useHindrance(document: Document): string | undefined {
  const { t } = useI18n()
  if (document.scan === 'flagged') return t('documents.flagged')
  if (document.scan === 'pending') return t('documents.pending')
  return undefined
}

/** Whether a document is good enough, and why not. */
export function Verdict({ document }: { document: Document }) {
  const { t } = useI18n()
  const { id } = useOpenCase()
  const say = useSay()
  const judge = useJudge(id)
  const why = useMay()('judge')
  const hindrance = useHindrance(document)
  const [isRefusing, setRefusing] = useState(false)
  const isOver = document.state === 'replaced' || !!document.erasedAt
  const accept = (): void => judge.mutate({ document: document.id, verdict: 'accepted' }, { onSuccess: () => say(t('desk.verdict.accepted')) })
  const undo = (): void => judge.mutate({ document: document.id, verdict: 'stored' }, { onSuccess: () => say(t('documents.undone')) })
  const canAccept = !isOver && !why && !hindrance && document.state !== 'accepted'
  const canRefuse = !isOver && !why && document.state !== 'refused'
  useShortcuts([
    { keys: 'y', label: t('desk.verdict.accept'), run: () => canAccept && !judge.isPending && accept() },
    { keys: 'x', label: t('desk.verdict.refuse'), run: () => canRefuse && setRefusing(true) },
    { keys: 'z', label: t('documents.undo'), run: () => document.canUndo && !why && !judge.isPending && undo() },
  ])
  if (document.state === 'replaced') return <p className={css.quiet}>{t('desk.verdict.replaced')}</p>
  if (document.erasedAt) return document.state === 'stored' ? null : <div className={css.verdict}><StateChip of="document" state={document.state} /></div>
  return (
    <div className={css.verdict}>
      {document.state !== 'stored' && <StateChip of="document" state={document.state} />}
      {document.reason && <bdi>{document.reason}</bdi>}
      {document.state !== 'accepted' && <WhyButton variant="default" leftSection={<Glyph name="pass" />} why={why ?? hindrance} busy={judge.isPending} onClick={accept}>{t('desk.verdict.accept')}</WhyButton>}
      {document.state !== 'refused' && <WhyButton variant="default" leftSection={<Glyph name="fail" />} why={why} onClick={() => setRefusing(true)}>{t('desk.verdict.refuse')}</WhyButton>}
      {document.canUndo && <WhyButton variant="subtle" why={why} onClick={undo}>{t('documents.undo')}</WhyButton>}
      <FaultNotice error={judge.error} />
      {isRefusing && <RefuseDialog document={document} onClose={() => setRefusing(false)} />}
    </div>
  )
}
