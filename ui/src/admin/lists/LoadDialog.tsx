import { Checkbox, FileInput } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../desk/parts/Dialog'
import { useI18n } from '../../i18n/I18n'
import { type NameList, useLoadList } from './queries'

/** Loads files as a new edition of a list. */
export function LoadDialog({ list, onClose }: { list: NameList; onClose: () => void }) {
  const { t } = useI18n()
  const load = useLoadList(list.key)
  const [files, setFiles] = useState<File[]>([])
  const [activate, setActivate] = useState(true)
  const [isAsked, setAsked] = useState(false)
  const submit = (): void => {
    setAsked(true)
    if (files.length > 0) load.mutate({ files, activate }, { onSuccess: onClose })
  }
  return (
    <Dialog title={t('checks.lists.load.title', { list: list.name })} action={t('checks.lists.load.do')} busy={load.isPending} error={load.error} onSubmit={submit} onClose={onClose}>
      <FileInput
        data-autofocus multiple label={t('checks.lists.files')} description={t(`checks.lists.files.${list.format}`)} placeholder={t('checks.lists.choose')} required
        value={files} onChange={setFiles} error={isAsked && files.length === 0 && t('checks.lists.noFiles')}
      />
      <Checkbox label={t('checks.lists.activate')} description={t('checks.lists.activateHint')} checked={activate} onChange={(e) => setActivate(e.currentTarget.checked)} />
    </Dialog>
  )
}
