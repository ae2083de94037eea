import { NumberInput, Textarea } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { isStale } from '../parts/fault'
import { useRequestItems } from '../query/cases'
import css from './case.module.css'
import { useOpenCase, useSeen } from './context'
import { Gone, isGone } from './Gone'
import { type Done, useDone } from './Outcome'
import { chosen, usualDays } from './packet'

/** Shows the request as the applicant will get it, and sends it. */
export function PacketDialog({ onDone, onClose }: { onDone: (done: Done) => void; onClose: () => void }) {
  const { t, text, number } = useI18n()
  const { id, file, packet } = useOpenCase()
  const { revision, catchUp } = useSeen()
  const send = useRequestItems(id)
  const tellDone = useDone(onDone)
  const items = chosen(packet, file.requestable)
  const action = file.actions.find((a) => a.verb === 'request')
  const title = text(action?.title) || t('desk.packet.title')
  const gone = send.isIdle && isGone(file, { verb: 'request', transition: action?.transition })
  const submit = (): void =>
    send.mutate(
      {
        items: items.map(({ path }) => ({ path, ...(packet.items[path]?.trim() && { note: packet.items[path].trim() }) })),
        revision,
        ...(packet.days && { days: packet.days }),
        ...(packet.note.trim() && { note: packet.note.trim() }),
      },
      {
        onSuccess: (next) => {
          onClose()
          packet.close()
          tellDone({ title: action?.title ?? {}, to: action?.to }, next)
        },
      },
    )
  const again = (): void => {
    catchUp()
    send.reset()
  }
  return (
    <Dialog title={title} action={gone ? undefined : t('desk.packet.send')} wide busy={send.isPending} error={send.error} reload={isStale(send.error) ? again : undefined} onSubmit={submit} onClose={onClose}>
      {gone && <Gone />}
      <p>{t('desk.packet.reads', { n: items.length })}</p>
      <ol className={css.packetItems}>
        {items.map((i) => <li key={i.path}><strong>{text(i.label) || i.path}</strong>{packet.items[i.path] && <p><bdi>{packet.items[i.path]}</bdi></p>}</li>)}
      </ol>
      <NumberInput label={t('desk.packet.days')} description={t('desk.packet.daysText')} min={1} max={365} allowDecimal={false} allowNegative={false} clampBehavior="strict" value={packet.days ?? ''} placeholder={number(usualDays)} onChange={(n) => packet.setDays(Number(n) || undefined)} />
      <Textarea data-autofocus label={t('desk.packet.note')} description={t('desk.packet.noteText')} autosize minRows={2} maxLength={4000} value={packet.note} onChange={(e) => packet.setNote(e.currentTarget.value)} />
    </Dialog>
  )
}
