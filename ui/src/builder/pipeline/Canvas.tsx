import { ActionIcon } from '@mantine/core'
import { Background, ConnectionMode, type Edge, type EdgeTypes, MarkerType, MiniMap, type Node, type NodeHandle, type NodeTypes, Panel, Position, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { type CSSProperties, type KeyboardEvent, type UIEvent, useEffect, useMemo, useRef } from 'react'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import { direction } from '../../i18n/locale'
import { press, useActions } from './actions'
import { useBench } from './bench'
import css from './canvas.module.css'
import * as commands from './commands'
import { type Box, draw, outsideIn, outsideOut, type Picture } from './layout'
import { LinkEdge } from './LinkEdge'
import { OutsideNode, StageNode } from './StageNode'
import { type Pipeline, placeOf } from './types'
import { step, type Way } from './walk'

const nodeTypes = { stage: StageNode, outside: OutsideNode } as unknown as NodeTypes
const edgeTypes = { link: LinkEdge } as unknown as EdgeTypes

const handlesOf = (width: number, height: number): NodeHandle[] => [
  { type: 'target', position: Position.Top, x: width / 2 - 7, y: -7, width: 14, height: 14 },
  { type: 'source', position: Position.Bottom, x: width / 2 - 7, y: height - 7, width: 14, height: 14 },
]

function nodesOf(p: Pipeline, picture: Picture, selected: string): Node[] {
  return [...picture.boxes].map(([id, { x, y, width, height }]): Node => {
    // Sizes and handles are said outright: without them arrows vanish until the browser has measured again.
    const place = { id, position: { x, y }, width, height, measured: { width, height }, handles: handlesOf(width, height), draggable: false, selectable: false, focusable: false }
    const stage = p.stages.find((s) => s.key === id)
    if (stage) return { ...place, type: 'stage', data: { stage }, zIndex: selected === `stages/${id}` ? 1000 : 0 }
    return { ...place, type: 'outside', data: { isStart: id === outsideIn } }
  })
}

const edgesOf = (picture: Picture): Edge[] =>
  picture.links.map((link) => ({
    id: link.id, source: link.from, target: link.to, type: 'link', data: { ...link }, selectable: false, focusable: false,
    markerEnd: { type: MarkerType.ArrowClosed, width: 18, height: 18, color: 'var(--line-strong)' },
  }))

/** The box of a stage, or of the arrow of a transition. */
function boxOf(p: Pipeline, picture: Picture, id: string): Box | undefined {
  const place = placeOf(id)
  if (!place) return undefined
  if (place.list === 'stages') return picture.boxes.get(place.key)
  const transition = p.transitions.find((t) => t.key === place.key)
  if (transition && transition.from === transition.to) return picture.boxes.get(transition.from)
  return picture.links.find((l) => l.transitions.some((t) => t.key === place.key))?.label
}

/** How far a hand may move a press and still mean it: pixels. Beyond, it moves the picture. */
const handShake = 6

/** What the map and the buttons of the zoom cover at the foot of the canvas: pixels, as in canvas.module.css. */
const foot = 128

const isStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

/** Brings what is selected into view, wherever it was selected. */
function useFollow(picture: Picture): void {
  const { p, id } = useBench()
  const flow = useReactFlow()
  const size = useStore((s) => `${s.width} ${s.height}`)
  useEffect(() => {
    const box = boxOf(p, picture, id)
    const [width = 0, height = 0] = size.split(' ').map(Number)
    if (!box || width === 0) return
    const { x, y, zoom } = flow.getViewport()
    const [left, top] = [box.x * zoom + x, box.y * zoom + y]
    const isSeen = left >= 0 && top >= 0 && left + box.width * zoom <= width && top + box.height * zoom <= height - foot
    if (!isSeen) void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: Math.max(zoom, 0.85), duration: isStill() ? 0 : 200 })
  }, [p, picture, id, size, flow])
}

/** Shows the whole width at first, but never so small that it cannot be read. */
function useStart(picture: Picture): void {
  const flow = useReactFlow()
  const width = useStore((s) => s.width)
  const done = useRef(false)
  useEffect(() => {
    if (done.current || width === 0) return
    done.current = true
    const zoom = Math.min(1, Math.max(0.85, width / picture.width))
    const start = picture.boxes.get(outsideIn) ?? [...picture.boxes.values()][0]
    const middle = picture.width * zoom <= width ? picture.width / 2 : start ? start.x + start.width / 2 : 0
    void flow.setViewport({ x: width / 2 - middle * zoom, y: 0, zoom })
  }, [flow, width, picture])
}

/** Moves the picture by what the browser scrolled to show something in it, so that it stays where it was shown. */
function useScrolled(): (event: UIEvent) => void {
  const flow = useReactFlow()
  return ({ target }) => {
    if (!(target instanceof Element)) return
    const { scrollLeft, scrollTop } = target
    if (scrollLeft === 0 && scrollTop === 0) return
    const { x, y, zoom } = flow.getViewport()
    void flow.setViewport({ x: x - scrollLeft, y: y - scrollTop, zoom })
  }
}

function Zoom({ picture, isMirrored }: { picture: Picture; isMirrored: boolean }) {
  const { t } = useI18n()
  const { zoomIn, zoomOut, fitBounds } = useReactFlow()
  const options = { duration: isStill() ? 0 : 150 }
  return (
    <Panel position={isMirrored ? 'bottom-right' : 'bottom-left'} className={css.zoom}>
      <ActionIcon variant="default" aria-label={t('flow.zoom.in')} title={t('flow.zoom.in')} onClick={() => void zoomIn(options)}><Glyph name="plus" /></ActionIcon>
      <ActionIcon variant="default" aria-label={t('flow.zoom.out')} title={t('flow.zoom.out')} onClick={() => void zoomOut(options)}><Glyph name="minus" /></ActionIcon>
      <ActionIcon variant="default" aria-label={t('flow.zoom.fit')} title={t('flow.zoom.fit')} onClick={() => void fitBounds({ x: 0, y: 0, width: picture.width, height: picture.height }, options)}><Glyph name="fit" /></ActionIcon>
    </Panel>
  )
}

const ways: Record<string, Way> = { ArrowDown: 'onward', ArrowUp: 'back', ArrowRight: 'next', ArrowLeft: 'previous' }
const mirrored: Record<string, Way> = { ...ways, ArrowRight: 'previous', ArrowLeft: 'next' }

/** Arrow keys walk along the graph; the other keys act on what has the focus. */
function useKeys(isMirrored: boolean) {
  const { p, select } = useBench()
  const actions = useActions()
  const root = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent): void => {
    const id = event.target instanceof HTMLElement ? event.target.dataset.item : undefined
    if (id === undefined) return
    const way = event.altKey ? undefined : (isMirrored ? mirrored : ways)[event.key]
    const to = way && step(p, id, way)
    if (to) {
      select(to)
      requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(`[data-item="${to}"]`)?.focus({ preventScroll: true }))
    }
    if (way || press(actions(id), event)) event.preventDefault()
  }
  return { root, onKeyDown }
}

function Flow() {
  const { t, locale } = useI18n()
  const { p, id, run, select, wording } = useBench()
  const isMirrored = direction(locale) === 'rtl'
  const picture = useMemo(() => draw(p, isMirrored), [p, isMirrored])
  const nodes = useMemo(() => nodesOf(p, picture, id), [p, picture, id])
  const edges = useMemo(() => edgesOf(picture), [picture])
  const { root, onKeyDown } = useKeys(isMirrored)
  useStart(picture)
  useFollow(picture)
  const onScroll = useScrolled()
  const inside = (key: string | null): string => (key === outsideIn || key === outsideOut ? '' : (key ?? ''))
  const print = { '--graph-width': picture.width, '--graph-height': picture.height } as CSSProperties
  return (
    <div ref={root} className={css.canvas} style={print} role="region" aria-label={t('flow.canvas')} onKeyDown={onKeyDown} onScrollCapture={onScroll}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        minZoom={0.2}
        maxZoom={1.6}
        panOnScroll
        paneClickDistance={handShake}
        zoomOnDoubleClick={false}
        nodesDraggable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        connectionMode={ConnectionMode.Loose}
        connectionRadius={48}
        proOptions={{ hideAttribution: true }} // it lies over the drawing; the README names the library instead
        onPaneClick={() => select('')}
        onConnect={({ source, target }) => run(commands.addTransition(p, inside(source), inside(target), wording('way')))}
      >
        <Background gap={20} color="var(--line)" />
        <MiniMap pannable position={isMirrored ? 'bottom-left' : 'bottom-right'} ariaLabel={t('flow.minimap')} className={css.minimap} style={{ width: 132, height: 96 }} nodeColor="var(--line-strong)" maskColor="color-mix(in srgb, var(--paper) 75%, transparent)" bgColor="var(--surface)" />
        <Zoom picture={picture} isMirrored={isMirrored} />
      </ReactFlow>
    </div>
  )
}

/** The pipeline as a picture that is worked in. */
export function Canvas() {
  return <ReactFlowProvider><Flow /></ReactFlowProvider>
}
