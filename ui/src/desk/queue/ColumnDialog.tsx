import { ActionIcon, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { Glyph } from '../parts/Glyph'
import type { Column } from '../query/queues'
import css from './queue.module.css'
import type { Shown } from './view'

/** How wide a column may be, in pixels; 0 is as wide as it needs. */
const widths = [0, 80, 120, 180, 260, 360]

interface ColumnDialogProps {
  columns: readonly Column[]
  shown: readonly Shown[]
  onChange: (shown: readonly Shown[]) => void
  onClose: () => void
}

const moved = (list: readonly Shown[], at: number, step: number): Shown[] => {
  const next = [...list]
  const [it] = next.splice(at, 1)
  next.splice(at + step, 0, it!)
  return next
}

interface LineProps {
  label: string
  at: number
  list: readonly Shown[]
  put: (next: readonly Shown[]) => void
}

function Line({ label, at, list, put }: LineProps) {
  const { t, number } = useI18n()
  const it = list[at]!
  const step = (by: number, name: string, glyph: 'up' | 'down', isEnd: boolean) => (
    <ActionIcon variant="default" size={28} aria-label={`${name}: ${label}`} aria-disabled={isEnd || undefined} data-disabled={isEnd || undefined} onClick={() => !isEnd && put(moved(list, at, by))}><Glyph name={glyph} /></ActionIcon>
  )
  const width = it.width ?? 0
  return (
    <li className={css.columnLine}>
      <span className={css.columnName}><bdi>{label}</bdi></span>
      <NativeSelect size="xs" aria-label={`${t('views.width')}: ${label}`} value={width} onChange={(e) => put(list.map((c, i) => (i === at ? { key: c.key, ...(Number(e.currentTarget.value) > 0 && { width: Number(e.currentTarget.value) }) } : c)))}>
        {[...new Set([...widths, width])].map((w) => <option key={w} value={w}>{w === 0 ? t('views.widthAuto') : `${number(w)} px`}</option>)}
      </NativeSelect>
      {step(-1, t('views.earlier'), 'up', at === 0)}
      {step(1, t('views.later'), 'down', at === list.length - 1)}
      <ActionIcon variant="default" size={28} aria-label={`${t('views.hide')}: ${label}`} onClick={() => put(list.filter((_, i) => i !== at))}><Glyph name="close" /></ActionIcon>
    </li>
  )
}

/** Which columns are shown, in which order, and how wide. */
export function ColumnDialog({ columns, shown, onChange, onClose }: ColumnDialogProps) {
  const { t, text } = useI18n()
  const [list, put] = useState(shown)
  const [wanted, setWanted] = useState('')
  const labelOf = (c: Column): string => text(c.label) || c.key
  const byKey = new Map(columns.map((c) => [c.key, c]))
  const found = columns.filter((c) => labelOf(c).toLowerCase().includes(wanted.trim().toLowerCase()))
  const submit = (): void => {
    onChange(list)
    onClose()
  }
  return (
    <Dialog title={t('views.columns')} action={t('views.apply')} wide busy={false} onSubmit={submit} onClose={onClose}>
      <section aria-label={t('views.shown')}>
        <h3 className={css.subhead}>{t('views.shown')}</h3>
        {list.length === 0 && <p>{t('views.noneShown')}</p>}
        <ol className={css.columnList}>{list.map((s, i) => <Line key={s.key} label={byKey.has(s.key) ? labelOf(byKey.get(s.key)!) : s.key} at={i} list={list} put={put} />)}</ol>
      </section>
      <section aria-label={t('views.addable')}>
        <h3 className={css.subhead}>{t('views.addable')}</h3>
        <TextInput type="search" aria-label={t('views.findColumn')} placeholder={t('views.findColumn')} value={wanted} onChange={(e) => setWanted(e.currentTarget.value)} />
        <div className={css.columnRest}>
          {found.map((c) => <Checkbox key={c.key} checked={list.some((s) => s.key === c.key)} label={<><bdi>{labelOf(c)}</bdi>{text(c.form) && <span className={css.viewNote}>{text(c.form)}</span>}</>} onChange={(e) => put(e.currentTarget.checked ? [...list, { key: c.key }] : list.filter((s) => s.key !== c.key))} />)}
        </div>
      </section>
    </Dialog>
  )
}
