import { NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { LoadFault } from '../parts/LoadFault'
import { Notice } from '../parts/Notice'
import { Waiting } from '../parts/Waiting'
import { type Assignee, useQueueAssignees } from '../query/inbox'
import type { CaseRow } from '../query/queues'
import { type QueueAct, useStartRun } from '../query/views'
import { useMe } from '../session/RequireSession'
import type { ListView } from './view'

/** How many cases one run takes; the server says no to more. */
const mostInRun = 1000

/** Verbs that the product itself has for every queue; those of a pipeline have a note. */
const plain: readonly string[] = ['claim', 'release']

interface ColleagueProps {
  queue: string
  value: string | undefined
  error?: string | undefined
  onChange: (member: string) => void
}

/** Whom the cases are given to; "" gives them back to the queue. */
function Colleague({ queue, value, error, onChange }: ColleagueProps) {
  const { t } = useI18n()
  const me = useMe().member.id
  const list = useQueueAssignees(queue)
  if (!list.data) return list.error ? <LoadFault error={list.error} retry={() => void list.refetch()} /> : <Waiting />
  const label = (a: Assignee): string => (a.away ? t('inbox.assign.away', { name: a.name }) : a.id === me ? t('inbox.assign.me', { name: a.name }) : a.name)
  const chosen = list.data.find((a) => a.id === value)
  const deputy = list.data.find((a) => a.id === chosen?.deputy)
  return (
    <>
      <NativeSelect autoFocus required label={t('inbox.assign.to')} value={value ?? '-'} error={error} onChange={(e) => onChange(e.currentTarget.value)}>
        <option value="-" disabled>{t('inbox.assign.missing')}</option>
        {list.data.map((a) => <option key={a.id} value={a.id}>{label(a)}</option>)}
        <option value="">{t('inbox.assign.queue')}</option>
      </NativeSelect>
      {chosen?.why && <Notice tone="warn">{chosen.why}</Notice>}
      {deputy && !chosen?.why && <Notice tone="info">{t('inbox.assign.deputyMany', { name: chosen?.name ?? '', deputy: deputy.name })}</Notice>}
    </>
  )
}

interface ActDialogProps {
  queue: string
  view: ListView
  act: QueueAct
  selected: readonly CaseRow[]
  isAll: boolean
  onStarted: (run: string) => void
  onClose: () => void
}

/** Asks for what an act needs before it is done to many. */
export function ActDialog({ queue, view, act, selected, isAll, onStarted, onClose }: ActDialogProps) {
  const { t, text, list } = useI18n()
  const start = useStartRun(queue)
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const [member, setMember] = useState<string>()
  const [isAsked, setAsked] = useState(false)
  const assigns = act.verb === 'assign'
  const lacks = { reason: !!act.needsReason && !reason, note: !!act.needsNote && !note.trim(), member: assigns && member === undefined }
  const title = text(act.title) || act.verb
  const submit = (): void => {
    setAsked(true)
    if (lacks.reason || lacks.note || lacks.member) return
    const which = isAll ? { search: view.search, filters: [...view.filters] } : { cases: selected.map((r) => ({ id: r.id, revision: r.revision ?? 0 })) }
    start.mutate({ verb: act.verb, ...which, ...(reason && { reason }), ...(note.trim() && { note: note.trim() }), ...(member && { assignee: member }) }, { onSuccess: (run) => onStarted(run.id) })
  }
  const noteHint = t(assigns ? 'inbox.assign.reasonMany' : 'desk.decision.noteHint')
  return (
    <Dialog title={title} action={title} busy={start.isPending} error={start.error} onSubmit={submit} onClose={onClose}>
      <p>{isAll ? t('views.run.onAll', { n: mostInRun }) : t('views.run.on', { n: selected.length })} {t('views.run.each')}</p>
      {act.approves && <Notice tone="info">{t('views.run.approves')}</Notice>}
      {act.inNameOf && <Notice tone="info">{t('views.run.inNameOf', { names: list(act.inNameOf) })}</Notice>}
      {assigns && <Colleague queue={queue} value={member} error={isAsked && lacks.member ? t('inbox.assign.missing') : undefined} onChange={setMember} />}
      {act.reasons.length > 0 && (
        <NativeSelect data-autofocus label={t('desk.decision.reason')} required={act.needsReason} value={reason} error={isAsked && lacks.reason && t('desk.decision.reasonMissing')} onChange={(e) => setReason(e.currentTarget.value)}>
          <option value="">{t('desk.decision.choose')}</option>
          {act.reasons.map((r) => <option key={r.key} value={r.key}>{text(r.label)}</option>)}
        </NativeSelect>
      )}
      {!plain.includes(act.verb) && <Textarea data-autofocus={(!assigns && act.reasons.length === 0) || undefined} label={t('desk.decision.note')} description={noteHint} required={act.needsNote} maxLength={assigns ? 500 : 2000} autosize minRows={2} value={note} error={isAsked && lacks.note && t('desk.decision.noteMissing')} onChange={(e) => setNote(e.currentTarget.value)} />}
    </Dialog>
  )
}
