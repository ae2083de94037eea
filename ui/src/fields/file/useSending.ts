import { useState } from 'react'
import type { InputProps, StoredFile } from '../input'
import { mayArrive, type Said } from './useSaid'

interface Sending {
  sending?: { name: string; percent: number }
  /** Files that did not arrive, kept for another try. */
  failed: readonly File[]
  /** Shows a file as on its way before it is sent, undefined for none. */
  show: (file: File | undefined) => void
  /** Lets go of the files that did not arrive. */
  forget: () => void
  /** Sends one file; false where it may still arrive. */
  send: (file: File) => Promise<boolean>
  /** Sends files one after the other, and keeps those that may still arrive. */
  sendAll: (files: readonly File[]) => Promise<void>
}

/** Sends the files of a field. */
export function useSending({ files, path, onLeave }: InputProps, { explain, clear, arrived }: Said, onStored: (file: StoredFile) => void): Sending {
  const [sending, setSending] = useState<Sending['sending']>()
  const [failed, setFailed] = useState<readonly File[]>([])
  const show = (file: File | undefined, percent = 0): void => setSending(file && { name: file.name, percent })
  const send = async (file: File): Promise<boolean> => {
    show(file)
    try {
      const stored = await files.upload(path, file, (percent) => show(file, percent))
      onStored(stored)
      arrived(stored.name)
      return true
    } catch (e) {
      explain(e)
      return !mayArrive(e)
    } finally {
      show(undefined)
      onLeave()
    }
  }
  const forget = (): void => {
    clear()
    setFailed([])
  }
  const sendAll = async (list: readonly File[]): Promise<void> => {
    forget()
    const left: File[] = []
    for (const file of list) if (!(await send(file))) left.push(file)
    setFailed(left)
  }
  return { sending, failed, show: (file) => show(file), forget, send, sendAll }
}
