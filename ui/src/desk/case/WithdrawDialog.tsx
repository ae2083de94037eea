import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { useSay } from '../parts/toast'
import { type RequestedItem, useWithdrawItem } from '../query/cases'
import { useOpenCase } from './context'

/** Asks before an item is taken back from the applicant, which cannot be undone. */
export function WithdrawDialog({ item, onClose }: { item: RequestedItem; onClose: () => void }) {
  const { t, text } = useI18n()
  const withdraw = useWithdrawItem(useOpenCase().id)
  const say = useSay()
  const label = text(item.label) || item.path
  const submit = (): void =>
    withdraw.mutate(item.id, {
      onSuccess: () => {
        say(t('desk.requests.withdrawn', { item: label }))
        onClose()
      },
    })
  return (
    <Dialog title={t('desk.requests.withdrawItem', { item: label })} action={t('desk.requests.withdraw')} danger busy={withdraw.isPending} error={withdraw.error} onSubmit={submit} onClose={onClose}>
      <p>{t('desk.requests.withdrawText')}</p>
    </Dialog>
  )
}
