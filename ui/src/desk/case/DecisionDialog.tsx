import { NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { isStale } from '../parts/fault'
import { useNames } from '../parts/names'
import { Notice } from '../parts/Notice'
import { type CaseAfter, type PossibleAction, useAct } from '../query/cases'
import { Unchecked } from '../viewer/Unchecked'
import css from './case.module.css'
import { useOpenCase, useSeen } from './context'
import { Gone, isGone } from './Gone'

interface DecisionDialogProps {
  action: PossibleAction
  danger: boolean
  onDone: (next: CaseAfter) => void
  onClose: () => void
}

function useDecision({ action, onDone }: DecisionDialogProps) {
  const { id, file } = useOpenCase()
  const { revision, catchUp } = useSeen()
  const act = useAct(id)
  const steps = action.approvals?.steps.filter((s) => s.allowed) ?? []
  const [wanted, setStep] = useState('')
  const step = steps.some((s) => s.key === wanted) ? wanted : (steps[0]?.key ?? '') // somebody else may have taken the step meanwhile
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const [isAsked, setAsked] = useState(false)
  const options = (file.reasons ?? []).filter((r) => r.for.includes(action.verb))
  const lacksReason = !!action.needsReason && !reason
  const lacksNote = !!action.needsNote && !note.trim()
  const submit = (): void => {
    setAsked(true)
    if (lacksReason || lacksNote) return
    act.mutate({ verb: action.verb, revision, ...(step && { step }), ...(reason && { reason }), ...(note.trim() && { note: note.trim() }) }, { onSuccess: onDone })
  }
  const again = (): void => {
    catchUp()
    act.reset()
  }
  const errors = { reason: isAsked && lacksReason, note: isAsked && lacksNote }
  const gone = act.isIdle && isGone(file, action)
  return { act, gone, steps, step, setStep, options, reason, setReason, note, setNote, errors, submit, again }
}

/** In whose name it is done, where one's own rights do not reach. */
function InName({ member }: { member: string }) {
  const { t } = useI18n()
  const nameOf = useNames(useOpenCase().file.people)
  return <Notice title={t('casepage.inName', { name: nameOf(member) })}>{t('casepage.inNameText')}</Notice>
}

/** No other approval is missing once this one is given. */
const isLast = ({ approvals }: PossibleAction): boolean => !approvals || approvals.given + 1 >= approvals.needed

/** What the applicant will be told, before it is told. */
function Preview({ words }: { words: string }) {
  const { t } = useI18n()
  if (!words) return null
  return (
    <figure className={css.preview}>
      <figcaption>{t('desk.decision.reads')}</figcaption>
      <blockquote>{words}</blockquote>
    </figure>
  )
}

/** Asks for what a decision needs, and says what it leads to. */
export function DecisionDialog(props: DecisionDialogProps) {
  const { action, danger, onClose } = props
  const { t, text } = useI18n()
  const { act, gone, steps, step, setStep, options, reason, setReason, note, setNote, errors, submit, again } = useDecision(props)
  const title = text(action.title) || action.verb
  const to = text(action.to)
  const inName = steps.find((s) => s.key === step)?.for ?? action.for
  const chosen = options.find((r) => r.key === reason)
  const asksReason = !!action.needsReason || options.length > 0
  return (
    <Dialog title={title} action={gone ? undefined : title} danger={danger} busy={act.isPending} error={act.error} reload={isStale(act.error) ? again : undefined} onSubmit={submit} onClose={onClose}>
      {gone && <Gone />}
      {inName && <InName member={inName} />}
      <Unchecked />
      <p>{isLast(action) ? (to ? t('desk.decision.to', { stage: to }) : t('desk.decision.stays')) : t('approvals.one', { needed: action.approvals?.needed ?? 0, given: action.approvals?.given ?? 0 })} {t('desk.decision.kept')}</p>
      {steps.length > 0 && (
        <NativeSelect data-autofocus={!asksReason || undefined} label={t('approvals.as')} value={step} onChange={(e) => setStep(e.currentTarget.value)}>
          {steps.map((s) => <option key={s.key} value={s.key}>{text(s.name)}</option>)}
        </NativeSelect>
      )}
      {asksReason && (
        <NativeSelect data-autofocus label={t('desk.decision.reason')} required={action.needsReason} value={reason} error={errors.reason && t('desk.decision.reasonMissing')} onChange={(e) => setReason(e.currentTarget.value)}>
          <option value="">{t('desk.decision.choose')}</option>
          {options.map((r) => <option key={r.key} value={r.key}>{text(r.label)}</option>)}
        </NativeSelect>
      )}
      {chosen && <Preview words={text(chosen.applicant)} />}
      <Textarea
        data-autofocus={(!asksReason && steps.length === 0) || undefined}
        label={t('desk.decision.note')}
        description={t('desk.decision.noteHint')}
        required={action.needsNote}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={4000}
        value={note}
        error={errors.note && t('desk.decision.noteMissing')}
        onChange={(e) => setNote(e.currentTarget.value)}
      />
    </Dialog>
  )
}
