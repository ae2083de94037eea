import { type PointerEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { farther, nearer, scaleOf, type Size, turned, type View } from './view'
import css from './viewer.module.css'

interface Point {
  x: number
  y: number
}

/** The room inside of a box, as it changes. */
function useRoom(box: { current: HTMLElement | null }): Size {
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = (): void => setRoom({ width: element.clientWidth, height: element.clientHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return room
}

/** Zooms with Ctrl and the wheel, around the place under the pointer. */
function useWheel(box: { current: HTMLElement | null }, scale: number, zoomTo: (scale: number, at: Point) => void): void {
  const latest = useRef({ scale, zoomTo })
  latest.current = { scale, zoomTo }
  useEffect(() => {
    const element = box.current
    const turn = (event: WheelEvent): void => {
      if (!event.ctrlKey || !element) return
      event.preventDefault()
      const { left, top } = element.getBoundingClientRect()
      const next = event.deltaY < 0 ? nearer : farther
      latest.current.zoomTo(next(latest.current.scale), { x: event.clientX - left, y: event.clientY - top })
    }
    element?.addEventListener('wheel', turn, { passive: false }) // React's own listeners may not stop the page from zooming
    return () => element?.removeEventListener('wheel', turn)
  }, [box])
}

/** Moves the sheet with the mouse; fingers scroll by themselves. */
function usePan(box: { current: HTMLElement | null }) {
  const from = useRef<Point & { left: number; top: number }>(undefined)
  const drop = (): void => {
    from.current = undefined
  }
  return {
    onPointerDown: (event: PointerEvent): void => {
      const element = box.current
      if (!element || event.pointerType !== 'mouse' || event.button !== 0) return
      from.current = { x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop }
      element.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent): void => {
      if (!from.current || !box.current) return
      box.current.scrollLeft = from.current.left - (event.clientX - from.current.x)
      box.current.scrollTop = from.current.top - (event.clientY - from.current.y)
    },
    onPointerUp: drop,
    onPointerCancel: drop,
  }
}

interface StageProps {
  label: string
  /** The sheet at scale 1, not turned. */
  size: Size
  view: View
  onScale: (scale: number) => void
  children: (scale: number) => ReactNode
}

/** A sheet in a box that scrolls by keys, wheel and mouse. What is in the middle stays there when one comes nearer. */
export function Stage({ label, size, view, onScale, children }: StageProps) {
  const box = useRef<HTMLDivElement>(null)
  const room = useRoom(box)
  const sheet = turned(size, view.turn)
  const scale = scaleOf(view.zoom, sheet, room)
  const anchor = useRef<{ at: Point; fx: number; fy: number }>(undefined)
  const before = useRef(scale)
  const hold = (at: Point): void => {
    const element = box.current
    if (!element) return
    anchor.current = { at, fx: (element.scrollLeft + at.x) / Math.max(element.scrollWidth, 1), fy: (element.scrollTop + at.y) / Math.max(element.scrollHeight, 1) }
  }
  useWheel(box, scale, (next, at) => {
    hold(at)
    view.setZoom(next)
  })
  useLayoutEffect(() => {
    const element = box.current
    if (element && before.current !== scale) {
      const { at, fx, fy } = anchor.current ?? { at: { x: element.clientWidth / 2, y: 0 }, fx: 0.5, fy: element.scrollTop / Math.max(element.scrollHeight, 1) }
      element.scrollLeft = fx * element.scrollWidth - at.x
      element.scrollTop = fy * element.scrollHeight - at.y
    }
    before.current = scale
    anchor.current = undefined
    onScale(scale)
  }, [scale, onScale])
  return (
    <div ref={box} className={css.stage} dir="ltr" tabIndex={0} role="region" aria-label={label} {...usePan(box)}>
      <div className={css.sheet} style={{ inlineSize: sheet.width * scale, blockSize: sheet.height * scale }}>{children(scale)}</div>
    </div>
  )
}
