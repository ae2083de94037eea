import { useEffect, useMemo, useRef } from 'react'
import { api, ask, FaultError, isSignedOut, type Schemas } from '../api/client'
import type { Files, StoredFile } from '../fields/input'
import { useI18n } from '../i18n/I18n'
import { type Case, useCase } from './caseContext'
import { upload } from './upload'

const stored = (d: Schemas['Document']): StoredFile => ({
  id: d.id,
  name: d.name,
  size: d.size,
  mime: d.mime,
  refused: d.state === 'refused',
  reason: d.reason,
  scan: d.scan,
})

const beat = 4_000

/** Asks how the check of a file went, for as long as one waits: only the documents are taken over, not what is being typed. */
function useChecked(current: Case): void {
  const { take } = useCase()
  const isWaiting = current.documents.some((d) => d.scan === 'pending')
  useEffect(() => {
    if (!isWaiting) return
    const look = (): void => {
      ask(api.GET('/portal/case')).then(({ documents }) => take((now) => ({ ...now, documents: now.documents.map((d) => documents.find((x) => x.id === d.id) ?? d) })), () => undefined)
    }
    const timer = setInterval(look, beat)
    return () => clearInterval(timer)
  }, [isWaiting, take])
}

/** The documents of a case, for the fields that hold files. */
export function useFiles(current: Case): Files {
  const { take, lose } = useCase()
  const { t } = useI18n()
  const known = useRef(new Map<string, StoredFile>())
  useChecked(current)
  const keeps = current.stage.answers === 'closed'
  for (const d of current.documents) known.current.set(d.id, stored(d))
  return useMemo<Files>(() => ({
    keeps,
    known: (id) => known.current.get(id),
    async upload(path, file, onProgress) {
      try {
        const document = await upload(path, file, onProgress)
        known.current.set(document.id, stored(document))
        take((c) => ({ ...c, documents: [...c.documents, document] }))
        return stored(document)
      } catch (e) {
        if (isSignedOut(e)) lose()
        const fault = e instanceof FaultError ? e.fault : undefined
        throw new Error(fault?.violations?.[0]?.message ?? fault?.message ?? t('fault.upload_failed'), { cause: e })
      }
    },
    async remove(id) {
      await ask(api.DELETE('/portal/case/documents/{document}', { params: { path: { document: id } } }))
    },
    async link(id) {
      return (await ask(api.GET('/portal/case/documents/{document}/link', { params: { path: { document: id } } }))).url
    },
  }), [take, lose, t, keeps])
}
