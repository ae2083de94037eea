import { Checkbox, Radio, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { useSay } from '../parts/toast'
import { download } from '../query/views'
import css from './queue.module.css'
import type { ListView } from './view'

interface ExportDialogProps {
  queue: string
  view: ListView
  /** Keys of the columns that are shown. */
  shown: readonly string[]
  /** Masked answers may be shown, of some field group at least. */
  mayReveal: boolean
  onClose: () => void
}

/** Takes what the list finds out as a file. Who did, why, and how many cases is kept. */
export function ExportDialog({ queue, view, shown, mayReveal, onClose }: ExportDialogProps) {
  const { t, number, locale } = useI18n()
  const say = useSay()
  const [format, setFormat] = useState<'csv' | 'xlsx'>('xlsx')
  const [isAll, setAll] = useState(false)
  const [reveals, setReveals] = useState(false)
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const [bytes, setBytes] = useState<number>()
  const [error, setError] = useState<unknown>()
  const submit = (): void => {
    setAsked(true)
    if (reveals && !reason.trim()) return
    setError(undefined)
    setBytes(0)
    const { search, sort, filters } = view
    download(queue, { format, search, sort, filters: [...filters], locale, ...(!isAll && { columns: [...shown] }), ...(reveals && { reveal: reason.trim() }) }, setBytes)
      .then(() => {
        say(t('views.exported'))
        onClose()
      })
      .catch((e: unknown) => {
        setError(e)
        setBytes(undefined)
      })
  }
  return (
    <Dialog title={t('views.export')} action={t('views.exportDo')} busy={bytes !== undefined} error={error} onSubmit={submit} onClose={onClose}>
      <p>{t('views.exportText')}</p>
      <Radio.Group label={t('views.format')} value={format} onChange={(f) => setFormat(f as typeof format)}>
        <div className={css.several}><Radio data-autofocus value="xlsx" label="XLSX (Excel)" /><Radio value="csv" label="CSV" /></div>
      </Radio.Group>
      <Radio.Group label={t('views.columns')} value={isAll ? 'all' : 'view'} onChange={(c) => setAll(c === 'all')}>
        <div className={css.several}><Radio value="view" label={t('views.columnsShown')} /><Radio value="all" label={t('views.columnsAll')} /></div>
      </Radio.Group>
      {mayReveal && <Checkbox label={t('views.reveal')} description={t('views.revealHint')} checked={reveals} onChange={(e) => setReveals(e.currentTarget.checked)} />}
      {reveals && <Textarea label={t('views.revealWhy')} required maxLength={500} autosize minRows={2} value={reason} error={isAsked && !reason.trim() && t('views.revealMissing')} onChange={(e) => setReason(e.currentTarget.value)} />}
      {bytes !== undefined && <p role="status">{t('views.received', { size: number(bytes / 1024, { maximumFractionDigits: 0 }) })}</p>}
    </Dialog>
  )
}
