import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Schemas } from '../api/client'
import { Dialog } from '../desk/parts/Dialog'
import { useNames } from '../desk/parts/names'
import { Stack, Table } from '../desk/parts/Table'
import { useSay } from '../desk/parts/toast'
import { When } from '../desk/parts/When'
import { WhyButton } from '../desk/parts/Why'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { type Storage, useHold, useUnhold } from './storageQueries'

function HoldDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n()
  const say = useSay()
  const hold = useHold()
  const [reference, setReference] = useState('')
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const missing = (value: string): string | false => isAsked && !value.trim() && t('documents.storage.required')
  const submit = (): void => {
    setAsked(true)
    if (!reference.trim() || !reason.trim()) return
    hold.mutate({ reference: reference.trim(), reason: reason.trim() }, {
      onSuccess: () => {
        onClose()
        say(t('documents.storage.holdDone'))
      },
    })
  }
  return (
    <Dialog title={t('documents.storage.hold')} action={t('documents.storage.hold')} busy={hold.isPending} error={hold.error} onSubmit={submit} onClose={onClose}>
      <TextInput data-autofocus label={t('documents.storage.reference')} required maxLength={60} dir="ltr" value={reference} error={missing(reference)} onChange={(e) => setReference(e.currentTarget.value)} />
      <Textarea label={t('documents.storage.reason')} required autosize minRows={2} maxLength={500} value={reason} error={missing(reason)} onChange={(e) => setReason(e.currentTarget.value)} />
    </Dialog>
  )
}

function UnholdDialog({ hold, onClose }: { hold: Schemas['Hold']; onClose: () => void }) {
  const { t } = useI18n()
  const say = useSay()
  const unhold = useUnhold()
  const submit = (): void => unhold.mutate(hold.case, {
    onSuccess: () => {
      onClose()
      say(t('documents.storage.unheld'))
    },
  })
  return (
    <Dialog title={t('documents.storage.unholdOf', { reference: hold.reference })} action={t('documents.storage.unhold')} danger busy={unhold.isPending} error={unhold.error} onSubmit={submit} onClose={onClose}>
      <p>{t('documents.storage.unholdText')}</p>
    </Dialog>
  )
}

/** The cases that keep all that they hold, and why. */
export function Holds({ storage, why }: { storage: Storage; why: string | undefined }) {
  const { t } = useI18n()
  const nameOf = useNames(storage.people)
  const [isAdding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Schemas['Hold']>()
  return (
    <section>
      <h2 className={css.subhead}>{t('documents.storage.holds')}</h2>
      <Stack>
        <p>{t('documents.storage.holdsText')}</p>
        {storage.holds.length === 0 ? <p className={css.quiet}>{t('documents.storage.holdsNone')}</p> : (
          <Table label={t('documents.storage.holds')} heads={[t('documents.storage.case'), t('documents.storage.reason'), t('documents.storage.by'), t('documents.storage.since'), '']}>
            {storage.holds.map((h) => (
              <tr key={h.case}>
                <th scope="row"><Link to={`/cases/${h.case}`}><bdi dir="ltr">{h.reference}</bdi></Link></th>
                <td><bdi>{h.reason}</bdi></td>
                <td><bdi>{nameOf(h.heldBy)}</bdi></td>
                <td><When at={h.heldAt} /></td>
                <td>{!why && <Button variant="subtle" size="compact-sm" aria-label={t('documents.storage.unholdOf', { reference: h.reference })} onClick={() => setEnding(h)}>{t('documents.storage.unhold')}</Button>}</td>
              </tr>
            ))}
          </Table>
        )}
        <div><WhyButton variant="default" why={why} onClick={() => setAdding(true)}>{t('documents.storage.hold')}</WhyButton></div>
      </Stack>
      {isAdding && <HoldDialog onClose={() => setAdding(false)} />}
      {ending && <UnholdDialog hold={ending} onClose={() => setEnding(undefined)} />}
    </section>
  )
}
