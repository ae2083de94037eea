import { NativeSelect, TextInput } from '@mantine/core'
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

/** When somebody is away, by days of the reader's own calendar, and who stands in. */
export function AbsenceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n()
  const me = useMe()
  const say = useSay()
  const add = useAddAbsence()
  const colleagues = useAbsences().data?.colleagues ?? []
  const [member, setMember] = useState(me.member.id)
  const [from, setFrom] = useState(dayOf(nowHere()))
  const [until, setUntil] = useState('')
  const [substitute, setSubstitute] = useState('')
  const [isAsked, setAsked] = useState(false)
  const errors = {
    from: !from ? t('inbox.away.missing') : undefined,
    until: !until ? t('inbox.away.missing') : until < from ? t('inbox.away.order') : undefined,
  }
  const submit = (): void => {
    setAsked(true)
    if (errors.from || errors.until) return
    const body = { from: startOf(from), until: endOf(until), ...(member !== me.member.id && { member }), ...(substitute && { substitute }) }
    add.mutate(body, {
      onSuccess: () => {
        say(t('inbox.away.added', { name: colleagues.find((c) => c.id === member)?.name ?? me.member.name }))
        onClose()
      },
    })
  }
  return (
    <Dialog title={t('inbox.away.add')} action={t('inbox.away.add')} busy={add.isPending} error={add.error} onSubmit={submit} onClose={onClose}>
      {may(me, 'member', 'manage') && (
        <NativeSelect label={t('inbox.away.member')} value={member} onChange={(e) => setMember(e.currentTarget.value)} data={colleagues.map((c) => ({ value: c.id, label: c.name }))} />
      )}
      <TextInput type="date" required label={t('inbox.away.from')} value={from} error={isAsked && errors.from} onChange={(e) => setFrom(e.currentTarget.value)} />
      <TextInput type="date" required label={t('inbox.away.until')} value={until} min={from} error={isAsked && errors.until} onChange={(e) => setUntil(e.currentTarget.value)} />
      <NativeSelect
        label={t('inbox.away.substitute')}
        value={substitute}
        onChange={(e) => setSubstitute(e.currentTarget.value)}
        data={[{ value: '', label: t('inbox.away.nobody') }, ...colleagues.filter((c) => c.id !== member).map((c) => ({ value: c.id, label: c.name }))]}
      />
      <p className={css.note}>{t('inbox.away.rights')}</p>
    </Dialog>
  )
}
