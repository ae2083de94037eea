import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { isStale } from '../parts/fault'
import { useChangeView, useSaveView, type View, type ViewList } from '../query/views'
import css from './queue.module.css'
import type { ListView } from './view'

interface ViewDialogProps {
  queue: string
  list: ViewList
  view: ListView
  /** Which view is changed or copied; none keeps what is shown as a new one. */
  of?: View
  isCopy: boolean
  onKept: (view: View) => void
  onClose: () => void
}

const everybody = '*'

/** Keeps what is shown under a name, for oneself or for others too. */
export function ViewDialog({ queue, list, view, of, isCopy, onKept, onClose }: ViewDialogProps) {
  const { t, text } = useI18n()
  const change = of && !isCopy ? of : undefined
  const [name, setName] = useState(isCopy && of ? t('views.copyOf', { name: of.name }).slice(0, 60) : (of?.name ?? ''))
  const [roles, setRoles] = useState<string[]>(change?.roles ?? [])
  const [isAsked, setAsked] = useState(false)
  const save = useSaveView(queue)
  const write = useChangeView(queue)
  const error = save.error ?? write.error
  const { search, sort, filters, columns } = view
  const submit = (): void => {
    setAsked(true)
    if (!name.trim()) return
    const body = { name: name.trim(), roles, look: { search, sort, filters: [...filters], ...(columns && { columns: columns.map((c) => ({ ...c })) }) } }
    if (change) write.mutate({ id: change.id, revision: change.revision, ...body }, { onSuccess: onKept })
    else save.mutate(body, { onSuccess: onKept })
  }
  const title = t(change ? 'views.change' : isCopy ? 'views.duplicate' : 'views.saveAs')
  return (
    <Dialog title={title} action={t('views.save')} busy={save.isPending || write.isPending} error={error} reload={isStale(error) ? onClose : undefined} onSubmit={submit} onClose={onClose}>
      <p>{t('views.saves')}</p>
      <TextInput data-autofocus label={t('views.name')} required maxLength={60} value={name} error={isAsked && !name.trim() && t('views.nameMissing')} onChange={(e) => setName(e.currentTarget.value)} />
      {list.mayShare && (
        <Checkbox.Group label={t('views.share')} description={t('views.shareHint')} value={roles} onChange={(next) => setRoles(next.includes(everybody) && !roles.includes(everybody) ? [everybody] : next)}>
          <div className={css.several}>
            <Checkbox value={everybody} label={t('views.everybody')} />
            {list.roles?.map((r) => <Checkbox key={r.key} value={r.key} label={text(r.name) || r.key} disabled={roles.includes(everybody)} />)}
          </div>
        </Checkbox.Group>
      )}
    </Dialog>
  )
}
