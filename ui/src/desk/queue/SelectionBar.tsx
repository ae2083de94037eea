import { Button, Menu, NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { Glyph } from '../parts/Glyph'
import type { CaseRow } from '../query/queues'
import { type QueueAct, useStartRun } from '../query/views'
import css from './queue.module.css'
import { RunDialog } from './RunDialog'
import type { ListView } from './view'

/** How many cases one run takes; the server says no to more. */
export const mostInRun = 1000

interface SelectionBarProps {
  queue: string
  view: ListView
  acts: readonly QueueAct[]
  selected: readonly CaseRow[]
  /** All rows that are loaded are selected, and the filter finds more. */
  canTakeAll: boolean
  clear: () => void
}

/** What one of the selected cases at least may have done to it. */
const possible = (acts: readonly QueueAct[], rows: readonly CaseRow[], isAll: boolean): QueueAct[] =>
  acts.filter((a) => isAll || rows.some((r) => r.may.includes(a.verb)))

interface ActDialogProps extends Omit<SelectionBarProps, 'acts' | 'canTakeAll' | 'clear'> {
  act: QueueAct
  isAll: boolean
  onStarted: (run: string) => void
  onClose: () => void
}

/** Asks for what an act needs before it is done to many. */
function ActDialog({ queue, view, act, selected, isAll, onStarted, onClose }: ActDialogProps) {
  const { t, text } = useI18n()
  const start = useStartRun(queue)
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const [isAsked, setAsked] = useState(false)
  const lacks = { reason: !!act.needsReason && !reason, note: !!act.needsNote && !note.trim() }
  const title = text(act.title) || act.verb
  const submit = (): void => {
    setAsked(true)
    if (lacks.reason || lacks.note) return
    const which = isAll ? { search: view.search, filters: [...view.filters] } : { cases: selected.map((r) => ({ id: r.id, revision: r.revision ?? 0 })) }
    start.mutate({ verb: act.verb, ...which, ...(reason && { reason }), ...(note.trim() && { note: note.trim() }) }, { onSuccess: (run) => onStarted(run.id) })
  }
  return (
    <Dialog title={title} action={title} busy={start.isPending} error={start.error} onSubmit={submit} onClose={onClose}>
      <p>{isAll ? t('views.run.onAll', { n: mostInRun }) : t('views.run.on', { n: selected.length })} {t('views.run.each')}</p>
      {act.reasons.length > 0 && (
        <NativeSelect data-autofocus label={t('desk.decision.reason')} required={act.needsReason} value={reason} error={isAsked && lacks.reason && t('desk.decision.reasonMissing')} onChange={(e) => setReason(e.currentTarget.value)}>
          <option value="">{t('desk.decision.choose')}</option>
          {act.reasons.map((r) => <option key={r.key} value={r.key}>{text(r.label)}</option>)}
        </NativeSelect>
      )}
      {!['claim', 'release'].includes(act.verb) && <Textarea label={t('desk.decision.note')} description={t('desk.decision.noteHint')} required={act.needsNote} maxLength={2000} autosize minRows={2} value={note} error={isAsked && lacks.note && t('desk.decision.noteMissing')} onChange={(e) => setNote(e.currentTarget.value)} />}
    </Dialog>
  )
}

/** What can be done with the cases that are selected. */
export function SelectionBar({ queue, view, acts, selected, canTakeAll, clear }: SelectionBarProps) {
  const { t, text } = useI18n()
  const [isAll, setAll] = useState(false)
  const [act, setAct] = useState<QueueAct>()
  const [run, setRun] = useState<string>()
  const takesAll = isAll && canTakeAll
  const open = possible(acts, selected, takesAll)
  const started = (id: string): void => {
    setAct(undefined)
    setRun(id)
  }
  const ended = (): void => {
    setRun(undefined)
    setAll(false)
    clear()
  }
  if (selected.length === 0 && !run) return null
  return (
    <div className={css.selection} role="region" aria-label={t('views.selection')}>
      <span role="status">{takesAll ? t('views.selectedAll') : t('views.selected', { n: selected.length })}</span>
      {canTakeAll && <Button variant="subtle" size="compact-sm" onClick={() => setAll((on) => !on)}>{t(takesAll ? 'views.onlyThese' : 'views.takeAll')}</Button>}
      <Menu position="bottom-start" transitionProps={{ duration: 0 }}>
        <Menu.Target><Button size="compact-sm" rightSection={<Glyph name="down" />}>{t('views.act')}</Button></Menu.Target>
        <Menu.Dropdown>
          {open.map((a) => <Menu.Item key={a.verb} onClick={() => setAct(a)}>{text(a.title) || a.verb}…</Menu.Item>)}
          {open.length === 0 && <Menu.Label>{t('views.noAct')}</Menu.Label>}
        </Menu.Dropdown>
      </Menu>
      <Button variant="subtle" size="compact-sm" onClick={clear}>{t('views.clearSelection')}</Button>
      {act && <ActDialog queue={queue} view={view} act={act} selected={selected} isAll={takesAll} onStarted={started} onClose={() => setAct(undefined)} />}
      {run && <RunDialog id={run} onClose={ended} />}
    </div>
  )
}
