import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { nowHere } from '../../api/sandbox'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { useSay } from '../parts/toast'
import { useAbsences, useAddAbsence } from '../query/inbox'
import { may } from '../query/session'
import { useMe } from '../session/RequireSession'
import css from '../queue/inbox.module.css'
import { dayOf, endOf, startOf } from './days'

function useAbsence(onClose: () => void) {
  const { t } = useI18n()
  const me = useMe()
  const say = useSay()
  const add = useAddAbsence()
  const colleagues = useAbsences().data?.colleagues ?? []
  const [member, setMember] = useState(me.member.id)
  const [from, setFrom] = useState(dayOf(nowHere()))
  const [until, setUntil] = useState('')
  const [substitute, setSubstitute] = useState('')
  const [decides, setDecides] = useState(false)
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const isMine = member === me.member.id
  const substituteError = (): string | undefined => {
    if (!decides) return undefined
    if (!substitute) return t(isMine ? 'casepage.substituteMissing' : 'casepage.substituteMissingFor')
    return !isMine && substitute === me.member.id ? t('casepage.notToYourself') : undefined
  }
  const errors = {
    substitute: substituteError(),
    reason: decides && !reason.trim() ? t('casepage.reasonMissing') : undefined,
    from: !from ? t('inbox.away.missing') : undefined,
    until: !until ? t('inbox.away.missing') : until < from ? t('inbox.away.order') : undefined,
  }
  const submit = (): void => {
    setAsked(true)
    if (Object.values(errors).some(Boolean)) return
    const body = { from: startOf(from), until: endOf(until), ...(!isMine && { member }), ...(substitute && { substitute }), ...(decides && { decides, reason: reason.trim() }) }
    add.mutate(body, {
      onSuccess: () => {
        say(t('inbox.away.added', { name: colleagues.find((c) => c.id === member)?.name ?? me.member.name }))
        onClose()
      },
    })
  }
  const shown = isAsked ? errors : {}
  return { me, add, colleagues, member, setMember, from, setFrom, until, setUntil, substitute, setSubstitute, decides, setDecides, reason, setReason, isMine, errors: shown as Partial<typeof errors>, submit }
}

/** When somebody is away, by days of the reader's own calendar, who stands in, and whether they decide meanwhile. */
export function AbsenceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n()
  const { me, add, colleagues, member, setMember, from, setFrom, until, setUntil, substitute, setSubstitute, decides, setDecides, reason, setReason, isMine, errors, submit } = useAbsence(onClose)
  return (
    <Dialog title={t('inbox.away.add')} action={t('inbox.away.add')} busy={add.isPending} error={add.error} onSubmit={submit} onClose={onClose}>
      {may(me, 'member', 'manage') && (
        <NativeSelect label={t('inbox.away.member')} value={member} onChange={(e) => setMember(e.currentTarget.value)} data={colleagues.map((c) => ({ value: c.id, label: c.name }))} />
      )}
      <TextInput type="date" required label={t('inbox.away.from')} value={from} error={errors.from} onChange={(e) => setFrom(e.currentTarget.value)} />
      <TextInput type="date" required label={t('inbox.away.until')} value={until} min={from} error={errors.until} onChange={(e) => setUntil(e.currentTarget.value)} />
      <NativeSelect
        label={t('inbox.away.substitute')}
        value={substitute}
        error={errors.substitute}
        onChange={(e) => setSubstitute(e.currentTarget.value)}
        data={[{ value: '', label: t('inbox.away.nobody') }, ...colleagues.filter((c) => c.id !== member).map((c) => ({ value: c.id, label: c.name }))]}
      />
      <Checkbox label={t(isMine ? 'casepage.decides' : 'casepage.decidesFor')} description={t(isMine ? 'casepage.decidesHint' : 'casepage.decidesForHint')} checked={decides} onChange={(e) => setDecides(e.currentTarget.checked)} />
      {decides && <TextInput required label={t('casepage.reason')} description={t('casepage.reasonHint')} maxLength={500} value={reason} error={errors.reason} onChange={(e) => setReason(e.currentTarget.value)} />}
      {!decides && <p className={css.note}>{t('inbox.away.rights')}</p>}
    </Dialog>
  )
}
