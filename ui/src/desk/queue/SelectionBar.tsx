import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Glyph } from '../parts/Glyph'
import type { CaseRow } from '../query/queues'
import type { QueueAct } from '../query/views'
import { ActDialog } from './ActDialog'
import css from './queue.module.css'
import { RunDialog } from './RunDialog'
import type { ListView } from './view'

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
  acts.filter((a) => isAll || rows.some((r) => r.may.includes(a.verb) || r.beside?.includes(a.verb)))

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
