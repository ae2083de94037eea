import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FaultError } from '../../api/client'
import { Dialog } from '../../desk/parts/Dialog'
import { useI18n } from '../../i18n/I18n'
import { type NameList, useSaveList } from './queries'

const formats = ['ofac', 'un', 'eu', 'pep', 'plain'] as const
type Format = (typeof formats)[number]

/** A key out of a name, as long as nobody types another. */
const keyOf = (name: string): string =>
  name.normalize('NFD').replace(/\p{Mn}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 40)

const problem = (error: unknown, path: string): string | undefined =>
  error instanceof FaultError ? error.fault.violations?.find((v) => v.path === path)?.message : undefined

/** Makes a list, or changes its name and whether it is screened against. */
export function ListDialog({ list, onClose }: { list?: NameList; onClose: () => void }) {
  const { t } = useI18n()
  const [name, setName] = useState(list?.name ?? '')
  const [typed, setTyped] = useState<string>()
  const [format, setFormat] = useState<Format>('plain')
  const [isOff, setOff] = useState(false)
  const key = list?.key ?? typed ?? keyOf(name)
  const save = useSaveList(key)
  const submit = (): void =>
    save.mutate(list ? { name, active: isOff ? '' : list.active, revision: list.revision } : { name, format, revision: 0 }, { onSuccess: onClose })
  return (
    <Dialog title={t(list ? 'checks.lists.edit.title' : 'checks.lists.add')} action={t(list ? 'desk.save' : 'checks.lists.add.do')} busy={save.isPending} error={save.error} onSubmit={submit} onClose={onClose}>
      <TextInput data-autofocus label={t('checks.lists.name')} required maxLength={80} value={name} error={problem(save.error, '/name')} onChange={(e) => setName(e.currentTarget.value)} />
      {!list && (
        <>
          <TextInput label={t('checks.lists.key')} description={t('checks.lists.keyHint')} required dir="ltr" maxLength={40} value={key} error={problem(save.error, '/key')} onChange={(e) => setTyped(e.currentTarget.value)} />
          <NativeSelect label={t('checks.lists.format')} description={t(`checks.lists.files.${format}`)} value={format} data={formats.map((f) => ({ value: f, label: t(`checks.lists.format.${f}`) }))} onChange={(e) => setFormat(e.currentTarget.value as Format)} />
        </>
      )}
      {list && list.active !== '' && <Checkbox label={t('checks.lists.turnOff')} description={t('checks.lists.turnOffHint')} checked={isOff} onChange={(e) => setOff(e.currentTarget.checked)} />}
    </Dialog>
  )
}
