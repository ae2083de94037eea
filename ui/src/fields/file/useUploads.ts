import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import type { InputProps, StoredFile } from '../input'
import type { Field, Violation } from '../types'
import { downscale } from './downscale'
import type { FileLimits } from './check'
import { isPicture, refusalOf, typeNames } from './limits'

export interface Uploads {
  ids: readonly string[]
  /** A picture to look at before it is sent. */
  preview?: File
  sending?: { name: string; percent: number }
  error?: string
  /** What happened last, for ears. */
  said: string
  take: (files: File[]) => void
  use: () => void
  drop: () => void
  remove: (id: string) => void
}

/** Makes a picture small and looks at what is to be sent. */
async function prepare(field: Field, file: File): Promise<{ file: File; refusal?: Violation }> {
  const picture = isPicture(file) ? await downscale(file) : undefined
  const ready = picture?.file ?? file
  return { file: ready, refusal: refusalOf(field, ready, picture && Math.min(picture.width, picture.height)) }
}

const idsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : [])

/** The life of a field's files: chosen, made small, looked at, sent, removed. */
export function useUploads({ field, path, value, onChange, onLeave, files }: InputProps, limits: FileLimits): Uploads {
  const { t, find, either } = useI18n()
  const [preview, setPreview] = useState<File>()
  const [sending, setSending] = useState<Uploads['sending']>()
  const [error, setError] = useState<string>()
  const [said, setSaid] = useState('')
  const ids = idsOf(value)

  const fail = (message: string): void => {
    setError(message)
    setSaid(message)
  }
  const refuse = ({ key, params }: Violation): void => {
    const n = Number(params?.n ?? 0)
    fail(find(`fault.${key}`, { n, types: either(typeNames(limits)) }) ?? t('fault.upload_failed'))
  }

  const send = async (file: File, before: readonly string[]): Promise<readonly string[]> => {
    setSending({ name: file.name, percent: 0 })
    try {
      const stored: StoredFile = await files.upload(path, file, (percent) => setSending({ name: file.name, percent }))
      const next = [...before, stored.id]
      onChange(next)
      setSaid(t('apply.file.sent', { name: stored.name }))
      return next
    } catch (e) {
      fail(e instanceof Error && e.message ? e.message : t('fault.upload_failed'))
      return before
    } finally {
      setSending(undefined)
      onLeave()
    }
  }

  const takeAll = async (chosen: File[]): Promise<void> => {
    setError(undefined)
    if (ids.length + chosen.length > limits.maxFiles) return fail(t('fault.too_many_files', { n: limits.maxFiles }))
    let now: readonly string[] = ids
    for (const one of chosen) {
      const { file, refusal } = await prepare(field, one)
      if (refusal) return refuse(refusal)
      if (chosen.length === 1 && isPicture(file)) return setPreview(file)
      now = await send(file, now)
    }
  }

  const remove = (id: string): void => {
    const rest = ids.filter((x) => x !== id)
    onChange(rest.length > 0 ? rest : undefined)
    setSaid(t('apply.file.removed'))
    onLeave()
    files.remove(id).catch(() => undefined) // The answer no longer names it; the server sweeps what nobody names.
  }

  return {
    ids,
    preview,
    sending,
    error,
    said,
    take: (chosen) => void takeAll(chosen),
    use: () => {
      if (preview) void send(preview, ids)
      setPreview(undefined)
    },
    drop: () => setPreview(undefined),
    remove,
  }
}
