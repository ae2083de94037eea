import { Button } from '@mantine/core'
import { useState } from 'react'
import { nowHere } from '../../api/sandbox'
import { useI18n } from '../../i18n/I18n'
import { useRuns } from '../query/views'
import css from './inbox.module.css'
import { RunDialog } from './RunDialog'

/** For how long after it began a run is told of; one at work is told of as long as it is. */
const recent = 15 * 60_000

/** The latest run of mine in this queue, for looking at it again, stopping or undoing it. */
export function LastRun({ queue }: { queue: string }) {
  const { t, text, number } = useI18n()
  const { data } = useRuns()
  const [hidden, hide] = useState<string>()
  const [open, setOpen] = useState<string>()
  const run = data?.find((r) => r.queue === queue)
  const isShown = run && run.id !== hidden && (run.state === 'running' || nowHere() - Date.parse(run.beganAt) < recent)
  if (!isShown && !open) return null
  return (
    <>
      {isShown && (
        <div className={css.bar}>
          <span>{run.state === 'running' ? t('views.run.lastRunning', { act: text(run.title) }) : t('views.run.last', { act: text(run.title), done: number(run.done), total: number(run.total) })}</span>
          <Button variant="default" size="compact-sm" onClick={() => setOpen(run.id)}>{t('views.run.show')}</Button>
          <Button variant="subtle" size="compact-sm" onClick={() => hide(run.id)}>{t('views.run.dismiss')}</Button>
        </div>
      )}
      {open && <RunDialog id={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}
