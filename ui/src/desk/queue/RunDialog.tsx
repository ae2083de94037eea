import { Button, Modal, Progress } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { Chip } from '../parts/Chip'
import { FaultNotice } from '../parts/FaultNotice'
import { Glyph } from '../parts/Glyph'
import { Waiting } from '../parts/Waiting'
import parts from '../parts/parts.module.css'
import { Table } from '../parts/Table'
import { useFocusBack } from '../parts/useFocusBack'
import { keys } from '../query/keys'
import { type Run, useCancelRun, useRun, useUndoRun } from '../query/views'
import css from './queue.module.css'

type Item = Run['items'][number]

const tones = { done: 'success', refused: 'danger', changed: 'warn', left: 'plain' } as const
const glyphs = { done: 'pass', refused: 'fail', changed: 'unclear', left: 'skipped' } as const

function Row({ item }: { item: Item }) {
  const { t } = useI18n()
  return (
    <tr>
      <th scope="row"><Link to={`/cases/${item.case}`}><bdi>{item.name || item.reference || t('desk.case.unnamed')}</bdi></Link> <bdi dir="ltr" className={css.quiet}>{item.reference}</bdi></th>
      <td><Chip tone={tones[item.state]} glyph={glyphs[item.state]}>{t(`views.run.${item.state}`)}</Chip></td>
      <td>{item.why}</td>
    </tr>
  )
}

/** What stands in the way comes first. */
const order: readonly Item['state'][] = ['refused', 'changed', 'left', 'done']

function Outcome({ run }: { run: Run }) {
  const { t, number } = useI18n()
  const seen = run.done + run.refused + run.changed + run.left
  const items = [...run.items].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  return (
    <>
      <Progress value={run.total > 0 ? (100 * seen) / run.total : 100} aria-label={t('views.run.progress')} />
      <p role="status">
        {t(run.state === 'running' ? 'views.run.running' : `views.run.ended.${run.state}`)}{' '}
        {t('views.run.tally', { done: number(run.done), refused: number(run.refused), changed: number(run.changed), total: number(run.total) })}
      </p>
      {items.length > 0 && <div className={css.runItems}><Table label={t('views.run.items')} heads={[t('desk.column.name'), t('views.run.outcome'), t('views.run.why')]}>{items.map((i) => <Row key={i.case} item={i} />)}</Table></div>}
    </>
  )
}

/** How a run over many cases goes, and what became of each. It goes on when this is closed. Where it only passed cases on,
 * it can be undone: that is a run of its own, shown in its place. */
export function RunDialog({ id: first, onClose }: { id: string; onClose: () => void }) {
  const [id, show] = useState(first)
  const { t, text } = useI18n()
  useFocusBack()
  const client = useQueryClient()
  const { data: run, error, refetch } = useRun(id)
  const cancel = useCancelRun(id)
  const undo = useUndoRun(id)
  const isOver = run && run.state !== 'running'
  useEffect(() => {
    if (isOver) void Promise.all([client.invalidateQueries({ queryKey: keys.lists }), client.invalidateQueries({ queryKey: keys.queues }), client.invalidateQueries({ queryKey: ['case'] }), client.invalidateQueries({ queryKey: keys.runs, exact: true })])
  }, [client, isOver])
  return (
    <Modal opened onClose={onClose} title={run ? text(run.title) : t('views.run.progress')} size="lg" transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('desk.close') }}>
      <div className={parts.stack}>
        {!run && !error && <Waiting />}
        <FaultNotice error={error ?? cancel.error ?? undo.error} retry={error ? () => void refetch() : undefined} />
        {run && <Outcome run={run} />}
        <div className={parts.buttons}>
          {run && !isOver && <Button color="red.9" loading={cancel.isPending} onClick={() => cancel.mutate()}>{t('views.run.stop')}</Button>}
          {run?.undoable && <Button variant="default" leftSection={<Glyph name="undo" />} loading={undo.isPending} onClick={() => undo.mutate(undefined, { onSuccess: (next) => show(next.id) })}>{t('views.run.undo')}</Button>}
          <Button variant="default" onClick={onClose}>{t(isOver ? 'desk.close' : 'views.run.leave')}</Button>
        </div>
      </div>
    </Modal>
  )
}
