import { useState } from 'react'
import { Dialog } from '../../desk/parts/Dialog'
import { useI18n } from '../../i18n/I18n'
import type { Address } from '../frame/server'
import { isIdle } from './impact'
import { ImpactPanel, noPlan } from './ImpactPanel'
import { MigrationProgress } from './MigrationProgress'
import { usePreview } from './usePreview'
import { useMove } from './usePublish'

interface MoveDialogProps {
  address: Address
  name: string
  number: number
  onClose: () => void
}

/** Moves cases to the newest version of their pipeline that stayed behind when it was published. */
export function MoveDialog({ address, name, number, onClose }: MoveDialogProps) {
  const { t } = useI18n()
  const [plan, setPlan] = useState(noPlan)
  const [begun, setBegun] = useState('')
  const preview = usePreview({ address, revision: undefined, pipeline: address.key })
  const move = useMove()
  const submit = (): void => move.mutate({ pipeline: address.key, plan }, { onSuccess: (migration) => setBegun(migration.id) })
  const action = begun || isIdle(plan.choices) ? undefined : t('impact.move.action')
  return (
    <Dialog wide="full" title={t('impact.move.title', { number: String(number) })} action={action} busy={move.isPending} error={move.error} onSubmit={submit} onClose={onClose}>
      {begun ? <MigrationProgress id={begun} /> : <ImpactPanel name={name} preview={preview} plan={plan} onPlan={setPlan} />}
    </Dialog>
  )
}

/** How far a move of cases has come that was begun before. */
export function WatchDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useI18n()
  return <Dialog wide title={t('impact.moved.title')} busy={false} onSubmit={onClose} onClose={onClose}><MigrationProgress id={id} /></Dialog>
}
