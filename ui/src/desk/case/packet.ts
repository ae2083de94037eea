import { useCallback, useMemo, useState } from 'react'
import type { RequestedItem } from '../query/cases'

/** How long the applicant has, unless the analyst says otherwise. */
export const usualDays = 10

/** What an analyst is about to ask for. It outlives a reload of the case, so that nothing typed is lost. */
export interface Packet {
  isOpen: boolean
  /** Notes by path; a path that is here is asked for. */
  items: Readonly<Record<string, string>>
  note: string
  /** In how many days the applicant should answer; the usual ones where it is not said. */
  days: number | undefined
  open: () => void
  close: () => void
  toggle: (path: string) => void
  /** Asks for something, with a note unless there is one already. */
  ask: (path: string, note: string) => void
  setItemNote: (path: string, note: string) => void
  setNote: (note: string) => void
  setDays: (days: number | undefined) => void
}

export function usePacket(): Packet {
  const [isOpen, setOpen] = useState(false)
  const [items, setItems] = useState<Readonly<Record<string, string>>>({})
  const [note, setNote] = useState('')
  const [days, setDays] = useState<number | undefined>(usualDays)
  const open = useCallback(() => setOpen(true), [])
  const close = useCallback(() => {
    setOpen(false)
    setItems({})
    setNote('')
    setDays(usualDays)
  }, [])
  const toggle = useCallback((path: string) => {
    setItems(({ [path]: was, ...rest }) => (was === undefined ? { ...rest, [path]: '' } : rest))
  }, [])
  const setItemNote = useCallback((path: string, text: string) => setItems((all) => ({ ...all, [path]: text })), [])
  const ask = useCallback((path: string, text: string) => {
    setOpen(true)
    setItems((all) => ({ ...all, [path]: all[path] || text }))
  }, [])
  return useMemo(
    () => ({ isOpen, items, note, days, open, close, toggle, ask, setItemNote, setNote, setDays }),
    [isOpen, items, note, days, open, close, toggle, ask, setItemNote],
  )
}

export const isBegun = (packet: Packet): boolean => packet.isOpen && (Object.keys(packet.items).length > 0 || packet.note !== '')

/** The items in the order of the form. */
export const chosen = (packet: Packet, requestable: readonly RequestedItem[]): RequestedItem[] =>
  requestable.filter((r) => packet.items[r.path] !== undefined)
