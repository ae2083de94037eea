import { Handle, Position, useStore } from '@xyflow/react'
import { ActionIcon, Tooltip } from '@mantine/core'
import { memo } from 'react'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import { direction } from '../../i18n/locale'
import { ActionGlyph } from './ActionGlyph'
import { useActions } from './actions'
import { useBench } from './bench'
import css from './canvas.module.css'
import { loopsOf } from './layout'
import { FindingMark, KindGlyph, TriggerGlyph, UnseenMark } from './Marks'
import { idOf, type Stage, type Transition } from './types'
import { useSpeech } from './editing'

/** What can be done at the selected stage, beside it. */
function Pad({ id }: { id: string }) {
  const { t } = useI18n()
  // However far away the picture is, the buttons stay as large as a finger needs.
  const scale = useStore((state) => Math.max(1, 1 / state.transform[2]))
  const actions = useActions()(id).filter((a) => ['append', 'connect', 'duplicate', 'remove'].includes(a.name))
  return (
    <div className={css.pad} style={{ transform: `scale(${scale})` }} role="toolbar" aria-label={t('flow.pad')} aria-orientation="vertical">
      {actions.map((a) => (
        <Tooltip key={a.name} label={a.label} position="right">
          <ActionIcon size={26} aria-label={a.label} onClick={a.run}><ActionGlyph name={a.name} /></ActionIcon>
        </Tooltip>
      ))}
    </div>
  )
}

function Loop({ transition }: { transition: Transition }) {
  const { id: selected, select, words } = useBench()
  const id = idOf('transitions', transition.key)
  const guard = words.guard(transition)
  return (
    <button type="button" className={css.loop} data-item={id} tabIndex={selected === id ? 0 : -1} aria-current={selected === id || undefined} title={guard || undefined} onClick={() => select(id)}>
      <TriggerGlyph transition={transition} />
      <span>{words.trigger(transition)}</span>
      <FindingMark id={id} /><UnseenMark id={id} />
    </button>
  )
}

/** A stage on the canvas, with the transitions that come back to it. */
export const StageNode = memo(function StageNode({ data }: { data: { stage: Stage } }) {
  const { stage } = data
  const { t, text, locale } = useSpeech()
  const { p, id: selected, select, words } = useBench()
  const id = idOf('stages', stage.key)
  const isSelected = selected === id
  const isFirst = p.stages[0]?.key === stage.key && !selected
  return (
    <div className={css.stage} data-kind={stage.kind} data-selected={isSelected || undefined} dir={direction(locale)}>
      <Handle type="target" position={Position.Top} className={css.handle} />
      <button type="button" className={css.stageHead} data-item={id} tabIndex={isSelected || isFirst ? 0 : -1} aria-current={isSelected || undefined} onClick={() => select(id)}>
        <span className={css.kind}><KindGlyph kind={stage.kind} />{t(`flow.kind.${stage.kind}`)}<FindingMark id={id} /><UnseenMark id={id} /></span>
        <strong>{text(stage.name) || stage.key}</strong>
      </button>
      {stage.queue && <span className={css.fact}><Glyph name="queue" size={12} /><span>{text(stage.queue.name) || stage.queue.key}</span></span>}
      {stage.serviceLevel && <span className={css.fact}><Glyph name="pending" size={12} /><span>{t('flow.stage.within', { time: words.duration(stage.serviceLevel) })}</span></span>}
      {loopsOf(p, stage.key).map((loop) => <Loop key={loop.key} transition={loop} />)}
      <Handle type="source" position={Position.Bottom} className={css.handle} />
      {isSelected && <Pad id={id} />}
    </div>
  )
})

/** Where cases come from, or where removed ones go. */
export function OutsideNode({ data }: { data: { isStart: boolean } }) {
  const { t, locale } = useI18n()
  return (
    <div className={css.outside} dir={direction(locale)}>
      {data.isStart ? <Handle type="source" position={Position.Bottom} className={css.handle} /> : <Handle type="target" position={Position.Top} className={css.handle} />}
      {t(data.isStart ? 'flow.outside.start' : 'flow.outside.removed')}
    </div>
  )
}
