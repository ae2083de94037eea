import { useEffect, useRef, useState } from 'react'
import { FaultError } from '../../api/client'
import { useI18n } from '../../i18n/I18n'
import type { InputProps, StoredFile } from '../input'
import type { Field, Violation } from '../types'
import { downscale } from './downscale'
import type { FileLimits } from './check'
import { isPicture, refusalOf, typeNames } from './limits'

export interface Uploads {
  ids: readonly string[]
  /** Another file may be given. */
  hasRoom: boolean
  /** A picture to look at before it is sent. */
  preview?: File
  sending?: { name: string; percent: number }
  error?: string
  /** A file has arrived since Continue told what was wrong. */
  isMended: boolean
  /** Files that did not arrive, kept for another try. */
  failed: readonly File[]
  /** What happened last, for ears. */
  said: string
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

/** What the server said of a file, if it did. */
const faultIn = (e: unknown): FaultError | undefined => (e instanceof Error && e.cause instanceof FaultError ? e.cause : undefined)

const refusalIn = (e: unknown): Violation | undefined => faultIn(e)?.fault.violations?.[0]

/** Whether sending the same file again may do. */
function mayArrive(e: unknown): boolean {
  const status = faultIn(e)?.status ?? 500
  return status >= 500 || status === 429
}

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

/** The life of a field's files: chosen, made small, looked at, sent, removed. */
export function useUploads({ field, id, path, value, errorAt, onChange, onHold, onLeave, files }: InputProps, limits: FileLimits): Uploads {
  const { t, find, either } = useI18n()
  const [preview, setPreview] = useState<File>()
  const [sending, setSending] = useState<Uploads['sending']>()
  const [failed, setFailed] = useState<readonly File[]>([])
  const [error, setError] = useState<string>()
  const [said, setSaid] = useState('')
  const [isMended, setMended] = useState(false)
  useEffect(() => setMended(false), [errorAt])
  const ids = idsOf(value)
  // The only file of a field, when it was refused, makes room for a better one: so does the server.
  const holds = (id: string): boolean => limits.maxFiles > 1 || !files.known(id)?.refused
  const latest = useRef<readonly string[]>(ids) // files may go while another is on its way
  latest.current = ids
  useStay(sending !== undefined)
  useHold(onHold, { sending, preview, failed })

  const fail = (message: string): void => {
    setError(message)
    setSaid(message)
  }
  const refuse = ({ key, params }: Violation): void => {
    const n = Number(params?.n ?? 0)
    fail(find(`fault.${key}`, { n, types: either(typeNames(limits)) }) ?? t('fault.upload_failed'))
  }
  const answer = (next: readonly string[]): void => {
    latest.current = next
    onChange(next.length > 0 ? next : undefined)
  }
  /** The button that was pressed goes away: the focus must not fall to the top of the page. */
  const refocus = (): void => document.getElementById(`${id}-group`)?.focus()

  /** Sends one file; false where it may still arrive. */
  const send = async (file: File): Promise<boolean> => {
    setSending({ name: file.name, percent: 0 })
    try {
      const stored: StoredFile = await files.upload(path, file, (percent) => setSending({ name: file.name, percent }))
      answer([...latest.current.filter(holds), stored.id])
      setSaid(t('apply.file.sent', { name: stored.name }))
      setMended(true)
      return true
    } catch (e) {
      const refusal = refusalIn(e)
      if (refusal && find(`fault.${refusal.key}`)) refuse(refusal)
      else fail(e instanceof Error && e.message ? e.message : t('fault.upload_failed'))
      return !mayArrive(e)
    } finally {
      setSending(undefined)
      onLeave()
    }
  }

  const sendAll = async (list: readonly File[]): Promise<void> => {
    setError(undefined)
    setFailed([])
    const left: File[] = []
    for (const file of list) if (!(await send(file))) left.push(file)
    setFailed(left)
  }

  const takeAll = async (chosen: readonly File[]): Promise<void> => {
    setError(undefined)
    setFailed([])
    if (ids.filter(holds).length + chosen.length > limits.maxFiles) return fail(t('fault.too_many_files', { n: limits.maxFiles }))
    const ready: File[] = []
    for (const one of chosen) {
      setSending({ name: one.name, percent: 0 })
      const { file, isSeen, refusal } = await prepare(field, one)
      setSending(undefined)
      if (refusal) return refuse(refusal)
      if (chosen.length === 1 && isSeen) return setPreview(file)
      ready.push(file)
    }
    await sendAll(ready)
  }

  const use = async (picture: File): Promise<void> => {
    setError(undefined)
    setPreview(undefined)
    refocus()
    if (!(await send(picture))) setPreview(picture)
  }

  const remove = (gone: string): void => {
    answer(latest.current.filter((x) => x !== gone))
    setError(undefined)
    setSaid(t('apply.file.removed'))
    refocus()
    onLeave()
    files.remove(gone).catch(() => undefined) // The answer no longer names it; the server sweeps what nobody names.
  }

  return {
    ids,
    hasRoom: ids.filter(holds).length < limits.maxFiles,
    preview,
    sending,
    failed,
    error,
    isMended,
    said,
    take: (chosen) => void takeAll(chosen),
    use: () => preview && void use(preview),
    drop: () => {
      setPreview(undefined)
      setFailed([])
      setError(undefined)
      refocus()
    },
    retry: () => {
      refocus()
      void sendAll(failed)
    },
    remove,
  }
}
