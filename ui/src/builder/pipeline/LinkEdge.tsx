import { BaseEdge, EdgeLabelRenderer, useStore } from '@xyflow/react'
import { memo } from 'react'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import { direction } from '../../i18n/locale'
import { useActions } from './actions'
import { useBench } from './bench'
import css from './canvas.module.css'
import { type Box, type Link, pathThrough, type Point } from './layout'
import { FindingMark, TriggerGlyph, UnseenMark } from './Marks'
import { idOf, type Transition } from './types'

/** One transition beside its arrow: what sets it off, its condition in words, and a place to put a stage on it. */
function Line({ transition }: { transition: Transition }) {
  const { t } = useI18n()
  const { id: selected, select, words } = useBench()
  const actions = useActions()
  const id = idOf('transitions', transition.key)
  const note = words.note(transition)
  const isSelected = selected === id
  const insert = actions(id).find((a) => a.name === 'insert')
  // However far away the picture is, the button that can be reached stays as large as a finger needs.
  const size = useStore((state) => (isSelected ? 24 * Math.max(1, 1 / state.transform[2]) : 24))
  return (
    <div className={css.way} data-selected={isSelected || undefined}>
      <button type="button" className={css.wayHead} data-item={id} tabIndex={isSelected ? 0 : -1} aria-current={isSelected || undefined} title={note || undefined} onClick={() => select(id)}>
        <span><TriggerGlyph transition={transition} /><span className={css.words}>{words.trigger(transition)}</span><FindingMark id={id} /><UnseenMark id={id} /></span>
        {note && <small>{note}</small>}
      </button>
      <button type="button" className={css.insert} style={{ minInlineSize: size, minBlockSize: size }} tabIndex={isSelected ? 0 : -1} aria-label={t('flow.insertOn', { name: words.trigger(transition) })} title={t('flow.action.insert')} onClick={insert?.run}>
        <Glyph name="plus" size={12} />
      </button>
    </div>
  )
}

/** All transitions from one stage to another as one arrow. */
export const LinkEdge = memo(function LinkEdge({ data, markerEnd }: { data?: Link & { points: Point[]; label: Box }; markerEnd?: string }) {
  const { locale } = useI18n()
  const { id: selected } = useBench()
  if (!data) return null
  const isSelected = data.transitions.some((t) => idOf('transitions', t.key) === selected)
  const { x, y, width } = data.label
  return (
    <>
      <BaseEdge path={pathThrough(data.points)} markerEnd={markerEnd} className={css.edge} data-selected={isSelected || undefined} interactionWidth={0} />
      <EdgeLabelRenderer>
        <div className={css.label} dir={direction(locale)} style={{ transform: `translate(${x}px, ${y}px)`, width }}>
          {data.transitions.map((t) => <Line key={t.key} transition={t} />)}
        </div>
      </EdgeLabelRenderer>
    </>
  )
})
