import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Dialog } from '../../desk/parts/Dialog'
import { Notice } from '../../desk/parts/Notice'
import { Waiting } from '../../desk/parts/Waiting'
import { useI18n } from '../../i18n/I18n'
import type { StepName } from '../document/history'
import { newId } from '../document/id'
import { useAnnounce } from '../frame/Announcer'
import { useDraft } from '../frame/draftContext'
import type { Address } from '../frame/server'
import { useMade } from './made'
import { UnsavedDraft } from '../frame/saved'
import { type Change, madeBy, make, mentionsKey, preview, type Refactored } from './server'
import { Uses } from './Uses'

interface RefactorDialogProps {
  address: Address
  title: string
  action: string
  /** Undefined while something of it is still to be filled in. */
  change: Change | undefined
  /** How the change is called among the steps of the draft that is open, and what is selected then. */
  step: (done: Refactored) => { name: StepName; selection?: readonly string[] | undefined }
  onClose: () => void
  children?: ReactNode
}

/** Shows all that names what is changed, and makes the change everywhere in one step. */
export function RefactorDialog({ address, title, action, change, step, onClose, children }: RefactorDialogProps) {
  const { t } = useI18n()
  const draft = useDraft()
  const announce = useAnnounce()
  const { note } = useMade()
  const client = useQueryClient()
  const [settled] = useDebouncedValue(change, 350) // not for each letter of a label
  const shown = useQuery({
    queryKey: ['builder', 'refactor', address.kind, address.key, settled], queryFn: () => preview(address, draft, settled!), enabled: settled !== undefined,
    placeholderData: keepPreviousData, staleTime: 0, gcTime: 0, retry: false, refetchOnWindowFocus: false, networkMode: 'always',
  })
  const isReady = change !== undefined && JSON.stringify(change) === JSON.stringify(settled) && shown.data !== undefined && !shown.isPlaceholderData && !shown.error
  const go = useMutation({
    mutationFn: async () => {
      const id = newId()
      const done = await draft.reach(
        () => make(address, change!, shown.data!),
        (reached) => {
          const { name, selection } = step(reached)
          return { name: { ...name, params: { ...name.params, change: id } }, body: reached.own.body, revision: reached.own.revision, selection: selection && [...selection] }
        },
      )
      return madeBy(id, done)
    },
    onSuccess: (made) => {
      note(made)
      void client.resetQueries({ queryKey: mentionsKey })
      announce(made.others.length > 0 ? t('refactor.made', { n: made.others.length }) : t('refactor.madeHere'))
      onClose()
    },
  })
  const submit = (): void => {
    if (isReady) go.mutate()
  }
  const isUnsaved = shown.error instanceof UnsavedDraft
  const error = go.error ?? (isUnsaved ? undefined : shown.error)
  return (
    <Dialog wide title={title} action={isReady ? action : undefined} busy={go.isPending} error={error} reload={() => { go.reset(); void shown.refetch() }} onSubmit={submit} onClose={onClose}>
      {children}
      {isUnsaved && <Notice tone="warn" role="alert" title={t('refactor.unsaved')} />}
      {change && !shown.data && !shown.error && <Waiting />}
      {change && shown.data && !shown.error && (
        <>
          <Uses shown={shown.data} />
          <p>{t('refactor.cases')}</p>
        </>
      )}
    </Dialog>
  )
}
