import { NativeSelect, Textarea } from '@mantine/core'
import { useMemo, useState } from 'react'
import { FaultError } from '../../api/client'
import type { Field } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { RuntimeProvider } from '../../runtime/context'
import { Fields } from '../../runtime/FieldView'
import { useBrand } from '../brand'
import { Dialog } from '../parts/Dialog'
import { isStale } from '../parts/fault'
import { Notice } from '../parts/Notice'
import { useSay } from '../parts/toast'
import { useMend } from '../query/calls'
import { useOpenCase, useSeen } from './context'
import { staffPages } from './form'
import { noFiles, problemsOf, staffStore } from './staffStore'

const nothing = (): void => undefined

/** The fields whose answers this member may put right, as the API says. */
function useMendable(): Field[] {
  const { form, file } = useOpenCase()
  return form.pages.flatMap((p) => p.fields).filter((f) => file.mendable?.includes(f.key))
}

function useMending(path: string, onClose: () => void) {
  const i18n = useI18n()
  const { id, file, form, leave } = useOpenCase()
  const { timeZone } = useBrand()
  const { revision, catchUp } = useSeen()
  const say = useSay()
  const mend = useMend(id)
  const fields = useMendable()
  const [chosen, setChosen] = useState(fields.some((f) => `/${f.key}` === path) ? path : '')
  const [note, setNote] = useState('')
  const [store] = useState(() => staffStore(form, file, timeZone))
  const choose = (next: string): void => {
    if (file.dossier.some((d) => d.path === next && d.masked)) store.set(next, undefined) // what is masked is typed anew as a whole
    setChosen(next)
  }
  const runtime = useMemo(() => ({ store, files: noFiles, onLeave: nothing }), [store])
  const field = fields.find((f) => `/${f.key}` === chosen)
  const submit = (): void => {
    if (!field) return
    const body = { path: chosen, value: store.answers[field.key] ?? null, revision, ...(note.trim() && { note: note.trim() }) }
    mend.mutate(body, {
      onSuccess: (next) => {
        say(i18n.t('integration.mended'))
        onClose()
        if ('gone' in next) leave({ title: i18n.t('integration.mend'), stage: '', moved: true })
      },
      onError: (e) => e instanceof FaultError && store.setErrors(problemsOf(e.fault.violations ?? [], form, store.answers, i18n)),
    })
  }
  const again = (): void => {
    catchUp()
    mend.reset()
  }
  return { mend, fields, field, chosen, choose, note, setNote, runtime, submit, again }
}

/** Puts one answer right; one that was signed has to be signed again. */
export function MendDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const { t, text } = useI18n()
  const { form, file } = useOpenCase()
  const { mend, fields, field, chosen, choose, note, setNote, runtime, submit, again } = useMending(path, onClose)
  const isSigned = field && !staffPages(form).some((p) => p.fields.includes(field))
  const follows = !isSigned ? 'integration.unsigned' : file.row.call?.state === 'final' ? 'integration.signed' : 'integration.toSign'
  return (
    <Dialog wide title={t('integration.mend')} action={t('integration.mendSave')} busy={mend.isPending} error={mend.error} reload={isStale(mend.error) ? again : undefined} onSubmit={submit} onClose={onClose}>
      <NativeSelect data-autofocus={!field || undefined} label={t('integration.which')} required value={chosen} onChange={(e) => choose(e.currentTarget.value)}>
        <option value="">{t('integration.choose')}</option>
        {fields.map((f) => <option key={f.key} value={`/${f.key}`}>{text(f.label) || f.key}</option>)}
      </NativeSelect>
      {field && <RuntimeProvider value={runtime}><Fields fields={[field]} path="" /></RuntimeProvider>}
      {field && <Notice tone={isSigned ? 'warn' : undefined}>{t(follows)} {t('integration.kept')}</Notice>}
      <Textarea label={t('integration.note')} autosize minRows={2} maxLength={4000} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
    </Dialog>
  )
}
