import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '../../desk/parts/Dialog'
import { useI18n } from '../../i18n/I18n'
import type { StepName } from '../document/history'
import { useAnnounce } from '../frame/Announcer'
import { useDraft, useDraftPart } from '../frame/draftContext'
import type { Address } from '../frame/server'
import { useMade } from './made'
import { type Made, mentionsKey, turn } from './server'

const idOf = (step: { name: StepName } | undefined): string => {
  const id = step?.name.params?.change
  return typeof id === 'string' ? id : ''
}

function Question({ address, made, onClose }: { address: Address; made: Made; onClose: () => void }) {
  const { t, text } = useI18n()
  const announce = useAnnounce()
  const draft = useDraft()
  const { note } = useMade()
  const client = useQueryClient()
  const go = useMutation({
    mutationFn: async () => {
      await draft.flush() // the others are judged beside this draft
      return turn(address, made)
    },
    onSuccess: (next) => {
      note(next)
      void client.resetQueries({ queryKey: mentionsKey })
      announce(t(made.isThere ? 'refactor.takenBack' : 'refactor.madeAgain'))
      onClose()
    },
  })
  const way = made.isThere ? 'back' : 'again'
  return (
    <Dialog title={t(`refactor.${way}.title`)} action={t(`refactor.${way}.action`)} busy={go.isPending} error={go.error} onSubmit={() => go.mutate()} onClose={onClose}>
      <p>{t(`refactor.${way}.text`)}</p>
      <ul>
        {made.others.map((one) => <li key={`${one.kind}/${one.key}`}>{t(`desk.kind.${one.kind}`)}: {text(one.title) || one.key}</li>)}
        {made.policies.length > 0 && <li>{t('refactor.policies')}</li>}
      </ul>
    </Dialog>
  )
}

/** After an undo or redo of a change that reached other definitions: offers to do the same there. */
export function TakeBack({ address }: { address: Address }) {
  const { all } = useMade()
  const undone = useDraftPart((view) => idOf(view.history.future.at(-1)))
  const done = useDraftPart((view) => idOf(view.history.past.at(-1)))
  const [left, setLeft] = useState('')
  const made = all.find((each) => (each.isThere ? each.id === undone : each.id === done))
  const turnOf = made ? `${made.id} ${made.isThere}` : ''
  if (!made && left) setLeft('') // the next undo or redo of it is another turn
  if (!made || left === turnOf || made.others.length + made.policies.length === 0) return null
  return <Question key={turnOf} address={address} made={made} onClose={() => setLeft(turnOf)} />
}
