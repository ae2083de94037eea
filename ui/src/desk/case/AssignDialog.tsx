import { NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { LoadFault } from '../parts/LoadFault'
import { Notice } from '../parts/Notice'
import { useSay } from '../parts/toast'
import { Waiting } from '../parts/Waiting'
import { type Assignee, useAssign, useAssignees } from '../query/inbox'
import { useMe } from '../session/RequireSession'

interface AssignDialogProps {
  id: string
  /** Who has the case now, "" for nobody. */
  assignee: string
  nameOf: (id: string) => string
  onClose: () => void
}

/** Gives a case to a colleague, or takes it from one. */
export function AssignDialog({ id, assignee, nameOf, onClose }: AssignDialogProps) {
  const { t } = useI18n()
  const me = useMe().member.id
  const say = useSay()
  const { data, error, refetch } = useAssignees(id)
  const assign = useAssign(id)
  const others = data?.filter((a) => a.id !== assignee) ?? []
  const [wish, setTo] = useState<string>()
  const to = wish ?? others.find((a) => !a.why && !a.away)?.id ?? others[0]?.id ?? ''
  const chosen = others.find((a) => a.id === to)
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const wantsReason = assignee !== '' && assignee !== me
  const lacksReason = wantsReason && !reason.trim()
  const label = (a: Assignee): string => (a.away ? t('inbox.assign.away', { name: a.name }) : a.id === me ? t('inbox.assign.me', { name: a.name }) : a.name)
  const submit = (): void => {
    setAsked(true)
    if (lacksReason || chosen?.why) return
    assign.mutate({ ...(to && { member: to }), ...(reason.trim() && { reason: reason.trim() }) }, {
      onSuccess: (next) => {
        const has = next.row.assignee
        say(has ? t('inbox.assign.done', { name: next.people[has] ?? nameOf(has) }) : t('inbox.assign.released'))
        onClose()
      },
    })
  }
  const isEmpty = data !== undefined && others.length === 0 && !assignee
  return (
    <Dialog title={t('inbox.assign.title')} action={data && !isEmpty ? t('inbox.assign') : undefined} busy={assign.isPending} error={assign.error} onSubmit={submit} onClose={onClose}>
      {!data && (error ? <LoadFault error={error} retry={() => void refetch()} /> : <Waiting />)}
      {isEmpty && <p>{t('inbox.assign.none')}</p>}
      {data && !isEmpty && (
        <NativeSelect data-autofocus label={t('inbox.assign.to')} value={to} error={isAsked ? chosen?.why : undefined} onChange={(e) => setTo(e.currentTarget.value)}>
          {others.map((a) => <option key={a.id} value={a.id}>{label(a)}</option>)}
          {assignee && <option value="">{t('inbox.assign.queue')}</option>}
        </NativeSelect>
      )}
      {chosen?.why && <Notice tone="warn">{chosen.why}</Notice>}
      {chosen?.deputy && <Notice tone="info">{t('inbox.assign.deputy', { name: chosen.name, deputy: nameOf(chosen.deputy) })}</Notice>}
      {data && wantsReason && (
        <Textarea required withAsterisk label={t('inbox.assign.reason', { name: nameOf(assignee) })} description={t('inbox.assign.reasonHint')} error={isAsked && lacksReason ? t('inbox.assign.reasonMissing') : undefined} value={reason} maxLength={500} autosize minRows={2} onChange={(e) => setReason(e.currentTarget.value)} />
      )}
    </Dialog>
  )
}
