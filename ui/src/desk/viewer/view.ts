import { useCallback, useState } from 'react'

/** How near a sheet is looked at: as wide as there is room, wholly in sight, or at a scale. */
export type Zoom = 'width' | 'page' | number

export interface Size {
  width: number
  height: number
}

const nearest = 8
const farthest = 0.1
const step = 1.25

export const nearer = (scale: number): number => Math.min(scale * step, nearest)
export const farther = (scale: number): number => Math.max(scale / step, farthest)

/** A size once it is turned by a multiple of 90 degrees. */
export const turned = ({ width, height }: Size, turn: number): Size => (turn % 180 === 0 ? { width, height } : { width: height, height: width })

/** The scale at which a sheet of a size fits into a room as wished. */
export function scaleOf(zoom: Zoom, sheet: Size, room: Size): number {
  if (typeof zoom === 'number') return zoom
  if (sheet.width <= 0 || sheet.height <= 0 || room.width <= 0 || room.height <= 0) return 1
  const wide = room.width / sheet.width
  return zoom === 'width' ? wide : Math.min(wide, room.height / sheet.height)
}

const memory = (id: string): string => `esteira.turn.${id}`

function rememberedTurn(id: string): number {
  const turn = Number(sessionStorage.getItem(memory(id)))
  return [90, 180, 270].includes(turn) ? turn : 0
}

export interface View {
  zoom: Zoom
  setZoom: (zoom: Zoom) => void
  turn: number
  rotate: (by: 90 | -90) => void
  page: number
  setPage: (page: number) => void
}

/** How one document is looked at. How it was turned is kept for its next look in this window. */
export function useView(id: string): View {
  const [zoom, setZoom] = useState<Zoom>('width')
  const [turn, setTurn] = useState(() => rememberedTurn(id))
  const [page, setPage] = useState(1)
  const rotate = useCallback(
    (by: 90 | -90) =>
      setTurn((was) => {
        const next = (was + by + 360) % 360
        sessionStorage.setItem(memory(id), String(next))
        return next
      }),
    [id],
  )
  return { zoom, setZoom, turn, rotate, page, setPage }
}
