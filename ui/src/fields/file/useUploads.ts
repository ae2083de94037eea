import { useEffect, useRef, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import type { InputProps } from '../input'
import type { Field, Violation } from '../types'
import { downscale } from './downscale'
import type { FileLimits } from './check'
import { isPicture, refusalOf } from './limits'
import { type Said, useSaid } from './useSaid'
import { useSending } from './useSending'

export interface Uploads extends Pick<Said, 'error' | 'isMended' | 'said'> {
  ids: readonly string[]
  /** Another file may be given. */
  hasRoom: boolean
  /** A picture to look at before it is sent. */
  preview?: File
  sending?: { name: string; percent: number }
  /** Files that did not arrive, kept for another try. */
  failed: readonly File[]
  take: (files: File[]) => void
  use: () => void
  drop: () => void
  retry: () => void
  remove: (id: string) => void
}

/** Makes a picture small and looks at what is to be sent. */
async function prepare(field: Field, file: File): Promise<{ file: File; isSeen: boolean; refusal?: Violation }> {
  const picture = isPicture(file) ? await downscale(file) : undefined
  const ready = picture?.file ?? file
  return { file: ready, isSeen: picture !== undefined, refusal: refusalOf(field, ready, picture && Math.min(picture.width, picture.height)) }
}

const idsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : [])

/** Asks before the page is closed over a file on its way. */
function useStay(isSending: boolean): void {
  useEffect(() => {
    if (!isSending) return
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isSending])
}

/** Tells the page what stands between a file and its answer, so that Continue does not drop it. */
function useHold(onHold: InputProps['onHold'], { sending, preview, failed }: Pick<Uploads, 'sending' | 'preview' | 'failed'>): void {
  const why = sending ? 'file_sending' : preview ? 'file_unused' : failed.length > 0 ? 'upload_failed' : undefined
  useEffect(() => {
    onHold(why)
    return () => onHold(undefined)
  }, [onHold, why])
}

/** The files that the answer names. */
function useAnswer({ value, onChange, files }: InputProps, limits: FileLimits) {
  const ids = idsOf(value)
  // The only file of a field, when it was refused, makes room for a better one: so does the server.
  const holds = (id: string): boolean => limits.maxFiles > 1 || !files.known(id)?.refused
  const latest = useRef<readonly string[]>(ids) // files may go while another is on its way
  latest.current = ids
  const answer = (next: readonly string[]): void => {
    latest.current = next
    onChange(next.length > 0 ? next : undefined)
  }
  return {
    ids,
    room: limits.maxFiles - ids.filter(holds).length,
    add: (id: string): void => answer([...latest.current.filter(holds), id]),
    drop: (id: string): void => answer(latest.current.filter((x) => x !== id)),
  }
}

/** The life of a field's files: chosen, made small, looked at, sent, removed. */
export function useUploads(input: InputProps, limits: FileLimits): Uploads {
  const { t } = useI18n()
  const [preview, setPreview] = useState<File>()
  const answer = useAnswer(input, limits)
  const said = useSaid(input.errorAt, limits)
  const { sending, failed, show, forget, send, sendAll } = useSending(input, said, (stored) => answer.add(stored.id))
  useStay(sending !== undefined)
  useHold(input.onHold, { sending, preview, failed })
  /** The button that was pressed goes away: the focus must not fall to the top of the page. */
  const refocus = (): void => document.getElementById(`${input.id}-group`)?.focus()

  const take = async (chosen: readonly File[]): Promise<void> => {
    forget()
    if (chosen.length > answer.room) return said.fail(t('fault.too_many_files', { n: limits.maxFiles }))
    const ready: File[] = []
    for (const one of chosen) {
      show(one)
      const { file, isSeen, refusal } = await prepare(input.field, one)
      show(undefined)
      if (refusal) return said.refuse(refusal)
      if (chosen.length === 1 && isSeen) return setPreview(file)
      ready.push(file)
    }
    await sendAll(ready)
  }
  const use = async (picture: File): Promise<void> => {
    said.clear()
    setPreview(undefined)
    refocus()
    if (!(await send(picture))) setPreview(picture)
  }
  const drop = (): void => {
    setPreview(undefined)
    forget()
    refocus()
  }
  const retry = (): void => {
    refocus()
    void sendAll(failed)
  }
  const remove = (gone: string): void => {
    answer.drop(gone)
    said.removed()
    refocus()
    input.onLeave()
    input.files.remove(gone).catch(() => undefined) // The answer no longer names it; the server sweeps what nobody names.
  }
  const { error, isMended } = said
  return {
    ids: answer.ids, hasRoom: answer.room > 0, preview, sending, failed, error, isMended, said: said.said,
    take: (chosen) => void take(chosen), use: () => preview && void use(preview), drop, retry, remove,
  }
}
