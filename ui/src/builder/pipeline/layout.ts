import { graphlib, layout } from '@dagrejs/dagre'
import type { Pipeline, Stage, Transition } from './types'

// Where things stand is worked out from the pipeline each time and never kept: two people see the same picture, and no
// change of a definition is a change of coordinates.

/** Sizes in pixels; canvas.module.css has the same. */
export const sizes = { stage: 240, line: 22, head: 56, pad: 10, label: 208, outside: 150 } as const

/** The two places that are no stage: where cases come from, and where removed ones go. */
export const outsideIn = ':start'
export const outsideOut = ':removed'

/** All transitions from one stage to another, drawn as one arrow. */
export interface Link {
  id: string
  from: string
  to: string
  transitions: Transition[]
}

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

export interface Picture {
  /** Boxes of stages by key, and of the two outsides. */
  boxes: Map<string, Box>
  links: (Link & { points: Point[]; label: Box })[]
  width: number
  height: number
}

/** Transitions that come back to their own stage: they stand inside its box. */
export const loopsOf = (p: Pipeline, key: string): Transition[] => p.transitions.filter((t) => t.from === key && t.to === key)

/** The arrows of a pipeline. Those that name a stage which does not exist cannot be drawn. */
export function linksOf(p: Pipeline): Link[] {
  const stages = new Set(p.stages.map((s) => s.key))
  const links = new Map<string, Link>()
  for (const t of p.transitions) {
    if (t.from === t.to || (t.from && !stages.has(t.from)) || (t.to && !stages.has(t.to))) continue
    const [from, to] = [t.from || outsideIn, t.to || outsideOut]
    const id = `${from}>${to}`
    const link = links.get(id) ?? { id, from, to, transitions: [] }
    link.transitions.push(t)
    links.set(id, link)
  }
  return [...links.values()]
}

const stageHeight = (p: Pipeline, s: Stage): number => {
  const lines = (s.queue ? 1 : 0) + (s.serviceLevel ? 1 : 0) + loopsOf(p, s.key).length
  return sizes.head + lines * sizes.line + sizes.pad
}

/** Lines of a transition beside its arrow: what sets it off, and its condition. */
export const linesOf = (t: Transition): number => (t.guard || t.otherwise || t.approvals ? 2 : 1)

const labelHeight = (link: Link): number => link.transitions.reduce((sum, t) => sum + linesOf(t) * sizes.line + 4, 4)

/** Sets stages from top to bottom as cases go; from right to left it is the mirrored picture. */
export function draw(p: Pipeline, isMirrored: boolean): Picture {
  const graph = new graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 36, edgesep: 24, ranksep: 30, marginx: 24, marginy: 24 })
  const links = linksOf(p)
  for (const s of p.stages) graph.setNode(s.key, { width: sizes.stage, height: stageHeight(p, s) })
  for (const out of [outsideIn, outsideOut]) if (links.some((l) => l.from === out || l.to === out)) graph.setNode(out, { width: sizes.outside, height: 34 })
  for (const link of links) graph.setEdge(link.from, link.to, { width: sizes.label, height: labelHeight(link), labelpos: 'c' }, link.id)
  layout(graph)
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  const across = (x: number): number => (isMirrored ? width - x : x)
  const boxOf = ({ x, y, width: w, height: h }: Box): Box => ({ x: across(x) - w / 2, y: y - h / 2, width: w, height: h })
  return {
    boxes: new Map(graph.nodes().map((key) => [key, boxOf(graph.node(key) as Box)])),
    links: links.map((link) => {
      const edge = graph.edge(link.from, link.to, link.id) as unknown as Box & { points: Point[] }
      return { ...link, points: edge.points.map(({ x, y }) => ({ x: across(x), y })), label: boxOf(edge) }
    }),
    width,
    height,
  }
}

/** A soft line that passes through every point, so that it touches the words beside it. */
export function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (!first) return ''
  const soft = 1 / 8
  const curves = rest.map((to, i) => {
    const [before, from, after] = [points[i - 1] ?? points[i]!, points[i]!, points[i + 2] ?? to]
    const [ax, ay] = [from.x + (to.x - before.x) * soft, from.y + (to.y - before.y) * soft]
    const [bx, by] = [to.x - (after.x - from.x) * soft, to.y - (after.y - from.y) * soft]
    return `C${ax},${ay} ${bx},${by} ${to.x},${to.y}`
  })
  return [`M${first.x},${first.y}`, ...curves].join(' ')
}
